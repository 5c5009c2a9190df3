package dev.weftwork.graph;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.function.LongSupplier;

/**
 * The process-wide ids: the one place here that reads the clock and random numbers. Shared, because two sources in one
 * process could give ids out of order.
 */
final class SystemIds {

    static final Ids INSTANCE = new SequentialIds(System::currentTimeMillis, new SecureBits());

    private SystemIds() {}

    /** Draws random bits in blocks: one draw per id would cost more than the rest of the id. Guarded by its user. */
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
