package dev.weftwork.graph;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.function.LongSupplier;

/**
 * The process-wide ids: the one place here that reads the clock and random numbers. Shared, because two sources in one
 * process could give ids out of order.
 */
final class SystemIds {

    static final Ids INSTANCE = make(new SecureBits());

    private SystemIds() {}

    private static Ids make(SecureBits random) {
        return new SequentialIds(System::currentTimeMillis, random, new Tails(random));
    }

    /**
     * Draws now and then and not for each id: ids that follow each other then look alike, and a batch of operations packs
     * to 60 %. Two processes give the same id only if they draw the same 48 bits while their counters meet in the
     * same millisecond; and a copy of a running process draws anew before long. Guarded by its user.
     */
    static final class Tails implements LongSupplier {

        private static final int USES = 512;

        private final LongSupplier random;
        private long bits;
        private int left;

        Tails(LongSupplier random) {
            this.random = random;
        }

        @Override
        public long getAsLong() {
            if (left == 0) {
                bits = random.getAsLong();
                left = USES;
            }
            left--;
            return bits;
        }
    }

    /** Draws random bits in blocks, since a draw costs more than the rest of an id. Guarded by its user. */
    private static final class SecureBits implements LongSupplier {

        private static final int BLOCK = 4096;

        private final SecureRandom random = new SecureRandom();
        private final ByteBuffer block = ByteBuffer.allocate(BLOCK).limit(0);

        @Override
        public long getAsLong() {
            if (!block.hasRemaining()) {
                random.nextBytes(block.array());
                block.clear();
            }
            return block.getLong();
        }
    }
}
