package dev.weftwork.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weftwork.spi.FrameRing;
import dev.weftwork.spi.StorageAdapter;
import dev.weftwork.spi.StorageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The ring of {@link StorageAdapter#frames()}. An adapter that offers none has these tests reported as skipped. */
public interface StorageFrameContract extends StorageContract {
    private static FrameRing ring(StorageAdapter storage) {
        assumeTrue(storage.frames().isPresent(), "offers no ring of frames");
        return storage.frames().orElseThrow();
    }

    private static List<String> read(FrameRing ring, long seen) throws IOException {
        List<String> frames = new ArrayList<>();
        ring.read(seen, frames::add);
        return frames;
    }

    /**
     * What was put is read, in order, each time somebody has not seen it.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void framesAreReadInOrder() throws IOException {
        try (StorageAdapter storage = open()) {
            FrameRing ring = ring(storage);
            assertThat(ring.read(0, frame -> {})).isZero();

            ring.put("first");
            ring.put("");
            ring.put("third \ud83d\ude00 \u0000\n\u00e9");
            List<String> seen = new ArrayList<>();

            assertThat(ring.read(0, seen::add)).isEqualTo(3);
            assertThat(seen).containsExactly("first", "", "third \ud83d\ude00 \u0000\n\u00e9");
            assertThat(read(ring, 2)).containsExactly("third \ud83d\ude00 \u0000\n\u00e9");
            assertThat(read(ring, 3)).isEmpty();
            assertThat(ring.read(3, seen::add)).isEqualTo(3);
        }
    }

    /**
     * The newest are there, and no more than a few others.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void newFramesTakeThePlaceOfTheOldest() throws IOException {
        try (StorageAdapter storage = open()) {
            FrameRing ring = ring(storage);
            for (int i = 1; i <= 1_000; i++) {
                ring.put("frame " + i);
            }
            List<String> frames = read(ring, 0);

            assertThat(frames).hasSizeBetween(FrameRing.LEAST, 999).endsWith("frame 999", "frame 1000");
            assertThat(read(ring, 998)).containsExactly("frame 999", "frame 1000");
            assertThat(read(ring, 5_000)).as("a number that no frame has yet").isEqualTo(frames);
        }
    }

    /**
     * Frames are long or are refused.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void framesHaveALimit() throws IOException {
        try (StorageAdapter storage = open()) {
            FrameRing ring = ring(storage);
            String longest = "\u00e9".repeat(FrameRing.MOST_BYTES / 2);
            ring.put(longest);

            assertThatIllegalArgumentException().isThrownBy(() -> ring.put(longest + "x"));
            ring.put("short");
            assertThat(read(ring, 0)).containsExactly(longest, "short");
        }
    }

    /**
     * The storage knows nothing of it: not the log, not rows or settings, nor a transaction that runs.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void framesAreNoPartOfTheStorage() throws IOException {
        try (StorageAdapter storage = open()) {
            FrameRing ring = ring(storage);
            Seen.write(storage, transaction -> {
                transaction.append("entry");
                ring.put("within");
                assertThat(read(ring, 0)).containsExactly("within");
            });
            ring.put("after");

            assertThat(storage.head()).isEqualTo(1);
            assertThat(Seen.log(storage, 0)).containsExactly("1 entry");
            assertThat(Seen.settings(storage, "")).isEmpty();
        }
    }

    /**
     * Adapters on one place share it, and each may go.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void framesOfOneAdapterAreReadByTheOther() throws IOException {
        try (StorageAdapter storage = open()) {
            FrameRing ring = ring(storage);
            assumeTrue(storage.description().shared(), "one at a time by nature");
            try (StorageAdapter beside = open()) {
                FrameRing other = ring(beside);
                ring.put("mine");
                other.put("theirs");
                assertThat(read(ring, 0)).containsExactly("mine", "theirs");
                assertThat(read(other, 1)).containsExactly("theirs");
            }
            long seen = ring.read(2, frame -> {});
            ring.put("alone");
            assertThat(read(ring, seen)).containsExactly("alone");
        }
    }

    /**
     * A thread that somebody has interrupted is served like any other, and stays interrupted.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void interruptedThreadMayPutFrames() throws IOException {
        try (StorageAdapter storage = open()) {
            FrameRing ring = ring(storage);
            Thread.currentThread().interrupt();
            try {
                ring.put("frame");
                assertThat(read(ring, 0)).containsExactly("frame");
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
            } finally {
                Thread.interrupted();
            }
            ring.put("later");
            assertThat(read(ring, 0)).containsExactly("frame", "later");
        }
    }

    /**
     * With its adapter the ring is closed.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void aClosedRingSaysSo() throws IOException {
        FrameRing ring;
        try (StorageAdapter storage = open()) {
            ring = ring(storage);
            ring.put("frame");
        }

        assertThatThrownBy(() -> ring.put("late")).satisfies(StorageFrameContract::saysClosed);
        assertThatThrownBy(() -> read(ring, 0)).satisfies(StorageFrameContract::saysClosed);
    }

    private static void saysClosed(Throwable thrown) {
        assertThat(thrown)
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.kind()).isEqualTo(StorageException.Kind.LOCKED));
    }
}
