package dev.weftwork.server.http;

import dev.weftwork.change.Registers;
import dev.weftwork.graph.Json;
import dev.weftwork.wire.Limits;

/**
 * Workflows that are read as documents, and large operations that are pulled. Many ask at once, and each reply is made in
 * memory, so those that are being made have a bound, beside which small ones do not count. Thread-safe.
 *
 * @param budget what they share
 */
record Readings(ByteBudget budget) {
    /** Bytes for each of a stored document: as it is read, as text, in the reply, and as the reply's bytes. */
    private static final int OF_DOCUMENT = 4;
    /** Bytes for each of a stored operation, whose text takes two for most of them if it is no Latin. */
    private static final int OF_OPERATION = 8;
    /** Bytes for each character of a graph that has to be written as a document first. */
    private static final int OF_GRAPH = 8;

    private static final long SMALL = 1 << 20;
    private static final long LEAST = 96 << 20;

    /** With room for a quarter of the heap. */
    static Readings usual() {
        return new Readings(ByteBudget.ofHeap(LEAST));
    }

    /** The right to read one. */
    Room room() {
        return new Room(new Permit(budget, SMALL, "Much else is being read"));
    }

    /** What is held while one is read and its reply is made. */
    static final class Room {
        private final Permit permit;

        private Room(Permit permit) {
            this.permit = permit;
        }

        /** Makes room for a document of so many bytes, or refuses while others have it. */
        void document(long bytes) {
            permit.take(bytes * OF_DOCUMENT);
        }

        /**
         * Makes room for an operation of so many bytes that is about to be read and told of, or refuses while others have
         * it; small ones do not count.
         */
        void operation(long bytes) {
            if (bytes > Limits.MAX_BYTES) {
                permit.take(bytes * OF_OPERATION);
            }
        }

        /** Makes room for one more entity of a graph, or refuses while others have it. */
        void entity(Registers registers) {
            long length = 0;
            for (int i = 0; i < registers.size(); i++) {
                Json value = registers.value(i);
                length += value == null ? 0 : value.text().length();
            }
            permit.take(length * OF_GRAPH);
        }

        /** Gives all back; once more does nothing. */
        void giveBack() {
            permit.giveBack();
        }
    }
}
