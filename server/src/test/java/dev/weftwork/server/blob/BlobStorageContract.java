package dev.weftwork.server.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.server.storage.BlobStorage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All that a {@link BlobStorage} promises. */
abstract class BlobStorageContract {
    @TempDir
    protected Path directory;

    /** Opens the storage; the same one each time within a test. */
    abstract BlobStorage open() throws IOException;

    @Test
    void whatWasStoredIsThereForTheNextProcessToo() throws IOException {
        byte[] fox = bytes(1, 100_000);
        try (BlobStorage storage = open()) {
            store(storage, "studio", fox);
        }
        try (BlobStorage storage = open()) {
            assertThat(storage.size("studio", name(fox))).hasValue(100_000);
            assertThat(read(storage, "studio", fox, 0, 100_000)).isEqualTo(fox);
        }
    }

    @Test
    void whatIsNotThereHasNoSizeAndCannotBeOpened() throws IOException {
        try (BlobStorage storage = open()) {
            String name = name(bytes(2, 10));
            assertThat(storage.size("studio", name)).isEmpty();
            assertThatThrownBy(() -> storage.open("studio", name, 0, 1)).isInstanceOf(NoSuchFileException.class);
            storage.delete("studio", name);
        }
    }

    @Test
    void aStretchIsAsLongAsItWasAskedFor() throws IOException {
        byte[] fox = bytes(3, 9_000_000);
        try (BlobStorage storage = open()) {
            store(storage, "studio", fox);

            for (int[] each : new int[][] {{0, 1}, {8_999_999, 1}, {4_194_300, 10}, {17, 8_500_000}}) {
                assertThat(read(storage, "studio", fox, each[0], each[1]))
                        .as(Arrays.toString(each))
                        .isEqualTo(Arrays.copyOfRange(fox, each[0], each[0] + each[1]));
            }
        }
    }

    @Test
    void anEmptyOneIsThere() throws IOException {
        try (BlobStorage storage = open()) {
            store(storage, "studio", new byte[0]);

            assertThat(storage.size("studio", name(new byte[0]))).hasValue(0);
        }
    }

    @Test
    void oneThatTakesSeveralRequestsIsWhole() throws IOException {
        byte[] film = bytes(4, (65 << 20) + 1);
        try (BlobStorage storage = open()) {
            store(storage, "studio", film);

            assertThat(storage.size("studio", name(film))).hasValue(film.length);
            assertThat(read(storage, "studio", film, 0, film.length)).isEqualTo(film);
        }
    }

    @Test
    void storingAgainChangesNothing() throws IOException {
        byte[] fox = bytes(5, 1_000);
        try (BlobStorage storage = open()) {
            store(storage, "studio", fox);
            store(storage, "studio", fox);

            assertThat(listed(storage, "studio")).containsOnly(Map.entry(name(fox), 1_000L));
        }
    }

    @Test
    void eachWorkspaceHasItsOwn() throws IOException {
        byte[] fox = bytes(6, 1_000);
        try (BlobStorage storage = open()) {
            store(storage, "studio", fox);
            assertThat(storage.size("attic", name(fox))).isEmpty();
            store(storage, "attic", fox);

            storage.delete("studio", name(fox));

            assertThat(storage.size("studio", name(fox))).isEmpty();
            assertThat(read(storage, "attic", fox, 0, 1_000)).isEqualTo(fox);
        }
    }

    @Test
    void oddNamesOfWorkspacesLeadNowhereElse() throws IOException {
        byte[] fox = bytes(7, 10);
        try (BlobStorage storage = open()) {
            for (String workspace : new String[] {"", "..", "a/b", "a", "Ä €", "x".repeat(500), "a?b=c&d"}) {
                assertThat(storage.size(workspace, name(fox))).as(workspace).isEmpty();
                store(storage, workspace, fox);
                assertThat(listed(storage, workspace)).as(workspace).hasSize(1);
            }
        }
    }

    @Test
    void allAreListed() throws IOException {
        Map<String, Long> all = new HashMap<>();
        try (BlobStorage storage = open()) {
            assertThat(listed(storage, "studio")).isEmpty();
            for (int i = 0; i < 30; i++) {
                byte[] each = bytes(100 + i, i);
                store(storage, "studio", each);
                all.put(name(each), (long) i);
            }

            assertThat(listed(storage, "studio")).isEqualTo(all);
        }
    }

    private void store(BlobStorage storage, String workspace, byte[] bytes) throws IOException {
        Path file = Files.write(Files.createTempFile(directory, "made", ""), bytes);
        storage.store(workspace, name(bytes), file);
        Files.deleteIfExists(file);
    }

    private static byte[] read(BlobStorage storage, String workspace, byte[] all, int from, int count)
            throws IOException {
        try (InputStream in = storage.open(workspace, name(all), from, count)) {
            return in.readAllBytes();
        }
    }

    private static Map<String, Long> listed(BlobStorage storage, String workspace) throws IOException {
        Map<String, Long> listed = new HashMap<>();
        storage.list(workspace, listed::put);
        return listed;
    }

    static byte[] bytes(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static String name(byte[] bytes) {
        return Hashes.text(Hashes.digest().digest(bytes));
    }
}
