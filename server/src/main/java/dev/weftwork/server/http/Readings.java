package dev.weftwork.server.http;

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
    /** Bytes for each of a stored entity: as it is read, as what it says, and as a line. */
    private static final int OF_ROW = 8;
    /** Bytes for each of a graph that has to be written as a document first. */
    private static final int OF_GRAPH = 8;

    private static final long SMALL = 1 << 20;

    /** The right to read one. */
    Room room() {
        return room(new Permit(budget, 0, "Much else is being read"));
    }

    /** The right to read one as well, for who holds something already. */
    Room room(Permit permit) {
        return new Room(permit);
    }

    /** What is held while one is read and its reply is made. */
    static final class Room {
        private final Permit permit;
        private long free = SMALL;
        private long taken;

        private Room(Permit permit) {
            this.permit = permit;
        }

        private synchronized void take(long bytes) {
            long small = Math.min(free, bytes);
            if (bytes > small) {
                permit.take(bytes - small);
            }
            free -= small;
            taken += bytes - small;
        }

        /** Makes room for a document of so many bytes, or refuses while others have it. */
        void document(long bytes) {
            take(bytes * OF_DOCUMENT);
        }

        /**
         * Makes room for an operation of so many bytes that is about to be read and told of, or refuses while others have
         * it; small ones do not count.
         */
        void operation(long bytes) {
            if (bytes > Limits.MAX_BYTES) {
                take(bytes * OF_OPERATION);
            }
        }

        /** Makes room for one more entity of a graph, or refuses while others have it. */
        void entity(long bytes) {
            take(bytes * OF_GRAPH);
        }

        /** Makes room for an entity that is written to a file by itself, or refuses while others have it. */
        void row(long bytes) {
            giveBack();
            if (bytes > Limits.MAX_BYTES) {
                take(bytes * OF_ROW);
            }
        }

        /** Gives all back; once more does nothing. */
        synchronized void giveBack() {
            permit.returnSome(taken);
            taken = 0;
            free = SMALL;
        }
    }
}
