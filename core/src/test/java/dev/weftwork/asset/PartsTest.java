package dev.weftwork.asset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.AssetHash;
import dev.weftwork.memory.MemoryBlobs;
import dev.weftwork.spi.AssetAdapter;
import dev.weftwork.spi.AssetDraft;
import dev.weftwork.spi.AssetKey;
import dev.weftwork.spi.ForwardingAssets;
import dev.weftwork.spi.NewAsset;
import dev.weftwork.spi.StorageDescription;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What has come of a download: who may go on with it, and where. */
final class PartsTest {
    private static final AssetHash FOX =
            new AssetHash("776cb326ab0cd5f0a974c1b9606044d8485201f2db19cf8e3749bdee5f36e200");

    @TempDir
    Path directory;

    /** Another process that asks for a part. */
    static final class Other {
        private Other() {}

        public static void main(String[] args) throws IOException {
            Optional<AssetDraft> part = DirectoryAssets.at(Path.of(args[0])).draft(new AssetHash(args[1]));
            System.out.print(part.isPresent() ? "taken up" : "left alone");
        }
    }

    private String other() throws Exception {
        Path said = directory.resolve("said");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath(),
                        Other.class.getName(),
                        directory.toString(),
                        FOX.hex())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return Files.readString(said);
    }

    /** All that the running tests see, whether as modules or on the class path. */
    private static String classPath() {
        List<String> parts = new ArrayList<>();
        for (Class<?> type : List.of(Other.class, DirectoryAssets.class)) {
            String name = type.getName().replace('.', '/') + ".class";
            String place = String.valueOf(type.getClassLoader().getResource(name));
            parts.add(Path.of(URI.create(place.substring(0, place.length() - name.length())))
                    .toString());
        }
        Stream.of("jdk.module.path", "java.class.path")
                .map(property -> System.getProperty(property, ""))
                .filter(path -> !path.isEmpty())
                .forEach(parts::add);
        return String.join(File.pathSeparator, parts);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(AssetDraft part) throws IOException {
        try (InputStream content = part.open()) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void noOtherProcessTakesUpAPartThatItsOwnerHasLookedAt() throws Exception {
        try (AssetDraft part = DirectoryAssets.at(directory).draft(FOX).orElseThrow()) {
            part.append(bytes("f"));
            assertThat(text(part)).isEqualTo("f");

            assertThat(other()).isEqualTo("left alone");

            part.append(bytes("ox"));
            assertThat(text(part)).isEqualTo("fox");
        }
        assertThat(other()).isEqualTo("taken up");
    }

    @Test
    void aPartThatIsTakenUpLaterGoesOnWhereItEnded() throws IOException {
        try (AssetDraft part = DirectoryAssets.at(directory).draft(FOX).orElseThrow()) {
            part.append(bytes("fo"));
        }
        DirectoryAssets later = DirectoryAssets.at(directory);
        AssetDraft part = later.draft(FOX).orElseThrow();
        assertThat(part.length()).isEqualTo(2);
        assertThat(text(part)).isEqualTo("fo");
        part.append(bytes("x"));

        part.finish(new NewAsset(AssetKey.of("image", FOX), FOX, 1_000));

        assertThat(directory.resolve("assets/image/" + FOX.hex())).hasContent("fox");
        assertThat(later.drafts()).isEmpty();
    }

    /** A place that nobody can write to any more. */
    private static AssetAdapter readOnly(AssetAdapter place) {
        return new ForwardingAssets() {
            @Override
            protected AssetAdapter place() {
                return place;
            }

            @Override
            public StorageDescription description() {
                StorageDescription own = super.description();
                return new StorageDescription(
                        own.name(), own.place(), false, own.survivesPowerLoss(), own.shared(), own.notices());
            }

            @Override
            public Optional<AssetDraft> draft(AssetHash hash) {
                return Optional.empty();
            }
        };
    }

    @Test
    void aPartInAPlaceThatCannotBeWrittenAnyMoreDoesNotHoldUpTheDownload() throws IOException {
        MemoryBlobs lower = MemoryBlobs.create();
        try (AssetDraft begun = lower.draft(FOX).orElseThrow()) {
            begun.append(bytes("fo"));
        }
        MemoryBlobs upper = MemoryBlobs.create();
        AssetAdapter both = AssetPlaces.layered(upper, readOnly(lower));

        AssetDraft part = both.draft(FOX).orElseThrow();
        part.append(bytes("fox"));
        part.finish(new NewAsset(AssetKey.of("image", FOX), FOX, 1_000));

        assertThat(upper.find(FOX)).isPresent();
    }

    @Test
    void aPartThatSomebodyWritesInTheLowerPlaceIsNotBegunOnceMore() throws IOException {
        MemoryBlobs lower = MemoryBlobs.create();
        try (AssetDraft begun = lower.draft(FOX).orElseThrow()) {
            begun.append(bytes("fo"));

            assertThat(AssetPlaces.layered(MemoryBlobs.create(), lower).draft(FOX))
                    .isEmpty();
        }
    }

    @Test
    void whatIsBeingFinishedIsNotTakenAwayByWhoeverWantsNoParts() throws Exception {
        AssetAdapter place = DirectoryAssets.at(directory);
        AssetStorage assets = AssetStorage.on(place, () -> 0);
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> forgetting = CompletableFuture.runAsync(() -> {
            while (!over.get()) {
                assets.forgetArrivals(Set.of());
            }
        });
        try {
            for (int i = 0; i < 1_000; i++) {
                byte[] content = ("content " + i).getBytes(StandardCharsets.UTF_8);
                MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
                sha256.update(content);
                AssetHash hash = AssetHash.of(sha256);
                Optional<AssetDraft> part = place.draft(hash);
                if (part.isPresent()) {
                    part.get().append(ByteBuffer.wrap(content));
                    part.get().finish(new NewAsset(AssetKey.of("txt", hash), hash, 1));
                }
            }
        } finally {
            over.set(true);
        }
        assertThat(forgetting).succeedsWithin(2, TimeUnit.MINUTES);
    }
}
