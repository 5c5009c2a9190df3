package dev.weftwork.archive;

import dev.weftwork.graph.AssetFacts;
import dev.weftwork.graph.AssetHash;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.graph.Edge;
import dev.weftwork.graph.EdgeId;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Result;
import dev.weftwork.graph.Viewport;
import dev.weftwork.graph.Workflow;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.store.Store;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/** Workflows with assets, and the packages that are made of them. */
final class Packages {
    static final Instant THEN = Instant.parse("2026-11-21T10:00:00Z");
    static final PackageManifest.App APP = new PackageManifest.App("Studio", "1.2");
    static final NodeId IDEA = NodeId.of("idea");
    static final NodeId IMAGE = NodeId.of("image");
    static final NodeId SOUND = NodeId.of("sound");

    private Packages() {}

    /** The bytes of assets by the places that references name. */
    static final class Shelf implements AssetSource, PackageContent.Sink {
        private final Map<String, byte[]> kept = new HashMap<>();
        final List<String> put = new ArrayList<>();

        AssetRef keep(String path, String mime, byte[] bytes) {
            kept.put(path, bytes);
            return new AssetRef.Opfs(path, AssetFacts.of(mime, bytes.length, hash(bytes)));
        }

        byte[] at(AssetRef ref) {
            return kept.get(ref.locator());
        }

        @Override
        public InputStream open(AssetRef ref) throws IOException {
            byte[] bytes = kept.get(ref.locator());
            if (bytes == null) {
                throw new IOException("Nothing is kept at " + ref.locator());
            }
            return new ByteArrayInputStream(bytes);
        }

        @Override
        public AssetRef put(PackageManifest.Embedded asset, InputStream in) throws IOException {
            byte[] bytes = in.readAllBytes();
            put.add(asset.id());
            return keep("assets/" + hash(bytes).hex(), asset.mime() == null ? "" : asset.mime(), bytes);
        }
    }

    static AssetHash hash(byte[] bytes) {
        var digest = Hashes.sha256();
        digest.update(bytes);
        return AssetHash.of(digest);
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A poster: three nodes, one picture used twice, one sound on the web. */
    static Workflow poster(Shelf shelf) {
        AssetRef fox = shelf.keep("assets/image/fox", "image/png", text("the fox's pixels"));
        shelf.keep("assets/image/unused", "image/png", text("nobody refers to these"));
        AssetRef bark = new AssetRef.Url("https://media.example.com/bark.ogg", AssetFacts.NONE);
        try (Store store = Store.builder().storage(MemoryStorage.create()).open()) {
            WorkflowId id = WorkflowId.of("poster-1");
            store.createWorkflow(
                    id,
                    "Poster",
                    draft -> draft.viewport(new Viewport(1.5, -2, 0.75))
                            .ext("author", Json.of("Ada"))
                            .ext("nodes", Json.of("a field whose name is taken"))
                            .ext("links", Json.of(List.of(1, 2)))
                            .addNode(
                                    IDEA,
                                    "prompt",
                                    node -> node.title("Idea")
                                            .at(40, 40)
                                            .config("text", "a red fox")
                                            .config("seed", Json.parse("123456789012345678901234567890"))
                                            .config("odd", Json.parse("{\"b\":1e400,\"a\":[NaN,\"\\u0041\"],\"b\":2}"))
                                            .order("V"))
                            .addNode(
                                    IMAGE,
                                    "image",
                                    node -> node.title("Render")
                                            .at(320, 40)
                                            .sized(100, 80)
                                            .config("style", Json.of(Map.of("reference", fox.toJson())))
                                            .result(Result.asset(fox))
                                            .ext("data", Json.of("a field that others keep settings in"))
                                            .order("a"))
                            .addNode(
                                    SOUND,
                                    "sound",
                                    node -> node.parent(IMAGE)
                                            .result(new Result("waiting", null))
                                            .ext("sample", bark.toJson()))
                            .addEdge(Edge.of(EdgeId.of("e1"), IDEA, IMAGE)
                                    .withHandles("out", "prompt")
                                    .withType("smooth")
                                    .withOrder("V")
                                    .withExt("animated", Json.TRUE))
                            .addEdge(Edge.of(EdgeId.of("e2"), IDEA, SOUND)));
            return store.workflow(id);
        }
    }

    static byte[] export(Workflow workflow, AssetSource source) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            PackageExport.write(workflow, APP, THEN, source, PackageLimits.DEFAULT, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static PackageReader open(byte[] archive) {
        return open(archive, PackageLimits.DEFAULT);
    }

    static PackageReader open(byte[] archive, PackageLimits limits) {
        try {
            return PackageReader.open(channel(archive), limits);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static PackageContent take(byte[] archive, PackageContent.Sink sink) {
        try {
            return PackageContent.take(open(archive), sink);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SeekableByteChannel channel(byte[] archive) {
        return new SeekableInMemoryByteChannel(archive);
    }

    /** A document that refers to one embedded asset. */
    static String document() {
        return "{\"id\":\"w\",\"name\":\"Poster\",\"nodes\":[{\"id\":\"n\",\"type\":\"image\",\"title\":\"\","
                + "\"status\":\"done\",\"config\":{},\"result\":{\"kind\":\"embedded\",\"id\":\"fox\"}}],\"edges\":[],"
                + "\"viewport\":{\"x\":0,\"y\":0,\"zoom\":1}}";
    }

    /** A manifest that embeds one asset. */
    static String manifest(byte[] asset) {
        return "{\"packageVersion\":1,\"app\":{\"name\":\"Studio\",\"version\":\"1.2\"},"
                + "\"createdAt\":\"2026-11-21T10:00:00Z\","
                + "\"workflow\":{\"id\":\"w\",\"file\":\"workflow.json\",\"name\":\"Poster\"},"
                + "\"assets\":[{\"id\":\"fox\",\"origin\":\"embedded\",\"mime\":\"image/png\",\"bytes\":" + asset.length
                + ",\"hash\":\"" + hash(asset) + "\",\"file\":\"assets/fox.png\"}]}";
    }
}
