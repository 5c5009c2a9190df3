package dev.weftwork.archive;

import dev.weftwork.archive.PackageFormatException.Code;
import dev.weftwork.graph.AssetFacts;
import dev.weftwork.graph.AssetHash;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Workflow;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes a package of one workflow: its document and the assets that it refers to, each once. Equal input gives equal
 * bytes. Used once, by one thread.
 */
public final class PackageExport {
    private static final int MOST_OF_NAME = 10_000;

    private static final Pattern PLAIN_ID = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}");
    private static final int SHORT_HASH = 16;

    private final AssetSource source;
    private final PackageLimits limits;
    private final Map<AssetRef, AssetRef> replaced = new HashMap<>();
    private final Map<AssetHash, MeasuredAsset> embedded = new LinkedHashMap<>();
    private final Map<String, PackageManifest.Linked> linked = new LinkedHashMap<>();
    private final Set<String> ids = new HashSet<>();

    private PackageExport(AssetSource source, PackageLimits limits) {
        this.source = source;
        this.limits = limits;
    }

    /**
     * Writes a package.
     *
     * @param workflow what to export
     * @param app what writes the package
     * @param createdAt the time that it bears
     * @param source opens the assets, and brings those from the web that are to go in
     * @param limits the limits of readers, of which archives among the assets are refused here already
     * @param out takes the package; it is flushed, not closed
     * @return what the package says of itself
     * @throws PackageFormatException if an asset is not there; then what was written is no package
     * @throws IOException if the stream cannot be written
     */
    public static PackageManifest write(
            Workflow workflow,
            PackageManifest.App app,
            Instant createdAt,
            AssetSource source,
            PackageLimits limits,
            OutputStream out)
            throws IOException {
        Objects.requireNonNull(workflow, "A workflow is needed; store.workflow(id) gives one");
        Objects.requireNonNull(app, "An app is needed; it names the program that writes the package");
        Objects.requireNonNull(createdAt, "A time is needed; the same one for the same bytes");
        Objects.requireNonNull(source, "A source of assets is needed; store.assets() has them");
        Objects.requireNonNull(limits, "Limits are needed; use PackageLimits.DEFAULT");
        Objects.requireNonNull(out, "A stream is needed; it takes the package");
        try {
            return new PackageExport(source, limits).run(workflow, app, createdAt, out);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private PackageManifest run(Workflow workflow, PackageManifest.App app, Instant createdAt, OutputStream out)
            throws IOException {
        String text = WorkflowText.write(workflow, value -> AssetRef.replaceIn(value, this::packed));
        List<PackageManifest.Asset> assets = new ArrayList<>();
        Map<String, MeasuredAsset> files = new LinkedHashMap<>();
        for (MeasuredAsset asset : embedded.values()) {
            assets.add(asset.entry());
            files.put(asset.file(), asset);
        }
        assets.addAll(linked.values());
        PackageManifest manifest = new PackageManifest(
                app,
                createdAt,
                new PackageManifest.WorkflowPart(
                        workflow.id().value(), PackageWriter.WORKFLOW_FILE, shown(workflow.name())),
                assets);
        PackageWriter.write(out, manifest, text, files);
        return manifest;
    }

    /** A name as the manifest has it, which no reader takes if it is very long; the whole one is in the workflow's own file. */
    private static String shown(String name) {
        if (name.length() <= MOST_OF_NAME) {
            return name;
        }
        boolean splits = Character.isHighSurrogate(name.charAt(MOST_OF_NAME - 1));
        return name.substring(0, splits ? MOST_OF_NAME - 1 : MOST_OF_NAME);
    }

    /** What a reference becomes in a package. */
    private AssetRef packed(AssetRef ref) {
        AssetRef known = replaced.get(ref);
        if (known == null) {
            known = ref instanceof AssetRef.Url url ? fromTheWeb(url) : embed(ref, ref, null);
            replaced.put(ref, known);
        }
        return known;
    }

    private AssetRef fromTheWeb(AssetRef.Url url) {
        AssetRef original;
        try {
            original = source.original(url);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (original == null) {
            linked.computeIfAbsent(url.url(), where -> link(url));
            return url;
        }
        return embed(original, url, url.url());
    }

    /** Takes bytes in, in the place of a reference that the workflow has. */
    private AssetRef embed(AssetRef ref, AssetRef named, @Nullable String url) {
        if (ref instanceof AssetRef.Embedded) {
            throw missing(ref, null);
        }
        MeasuredAsset.Content content;
        try {
            content = MeasuredAsset.Content.measure(ref, source);
        } catch (IOException e) {
            throw missing(ref, e);
        }
        Optional<AssetHash> promised = named.hash();
        if (promised.isPresent() && !promised.get().equals(content.hash())) {
            throw new PackageFormatException(
                    Code.HASH_MISMATCH,
                    "The asset " + Refusal.quoted(named.locator()) + " has the hash " + content.hash()
                            + ", but the workflow expects " + promised.get(),
                    "The stored asset is damaged; put it into the store again");
        }
        String mime = named.mime().or(ref::mime).orElse(null);
        MeasuredAsset asset = embedded.computeIfAbsent(content.hash(), hash -> asset(ref, mime, url, content));
        Json rest = named.facts().rest();
        return new AssetRef.Embedded(
                asset.id(),
                new AssetFacts(mime, content.bytes(), content.hash(), url == null ? rest : rest.with("url", url)));
    }

    private MeasuredAsset asset(
            AssetRef ref, @Nullable String mime, @Nullable String url, MeasuredAsset.Content content) {
        String id = id(ref, content.hash());
        String file = PackageWriter.ASSETS + id + "." + MediaTypes.ending(mime, ref.locator());
        MeasuredAsset asset =
                new MeasuredAsset(id, file, mime, content.bytes(), content.hash(), content.crc(), url, ref, source);
        if (!limits.nestedArchives()) {
            Archives.checkNames(file, mime);
            Archives.checkHead(asset.entry(), content.head());
        }
        return asset;
    }

    /** The id that the asset has, if it is fit for a file name and not taken; else its hash. */
    private String id(AssetRef ref, AssetHash hash) {
        String own = ref.locator().substring(ref.locator().lastIndexOf('/') + 1);
        boolean fit = PLAIN_ID.matcher(own).matches() && ids.add(own.toLowerCase(Locale.ROOT));
        if (!fit) {
            ids.add(hash.hex());
        }
        return fit ? own : hash.hex();
    }

    private PackageManifest.Linked link(AssetRef.Url url) {
        String id = "url-" + Hashes.hex(url.url()).substring(0, SHORT_HASH);
        AssetFacts facts = url.facts();
        return new PackageManifest.Linked(id, facts.mime(), facts.bytes(), facts.hash(), url.url());
    }

    private static PackageFormatException missing(AssetRef ref, @Nullable Throwable cause) {
        return new PackageFormatException(
                Code.ASSET_MISSING,
                "The workflow refers to the asset " + Refusal.quoted(ref.locator()) + " of the kind " + ref.kind()
                        + ", whose bytes are not in this store",
                "Download it or put it into the store, or take the reference out of the workflow, and export again",
                cause);
    }
}
