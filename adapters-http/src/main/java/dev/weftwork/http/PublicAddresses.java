package dev.weftwork.http;

import java.net.InetAddress;
import java.util.List;

/** Which addresses belong to the public Internet. All that could be inside a network, or is nobody's, does not. */
final class PublicAddresses {
    private static final int IPV4_LENGTH = 4;
    private static final int EMBEDDED = 12;

    /** Special-purpose blocks of IPv4 (RFC 6890 and later). */
    private static final List<Block> CLOSED_4 = List.of(
            Block.of("0", 8),
            Block.of("10", 8),
            Block.of("100.64", 10),
            Block.of("127", 8),
            Block.of("169.254", 16),
            Block.of("172.16", 12),
            Block.of("192.0.0", 24),
            Block.of("192.0.2", 24),
            Block.of("192.31.196", 24),
            Block.of("192.52.193", 24),
            Block.of("192.88.99", 24),
            Block.of("192.168", 16),
            Block.of("192.175.48", 24),
            Block.of("198.18", 15),
            Block.of("198.51.100", 24),
            Block.of("203.0.113", 24),
            Block.of("224", 4),
            Block.of("240", 4));

    /** Only this block of IPv6 is given out to anybody; those in it that are not follow. */
    private static final Block OPEN_6 = new Block(new int[] {0x20}, 3);

    private static final List<Block> CLOSED_6 = List.of(
            new Block(new int[] {0x20, 0x01, 0x00}, 23),
            new Block(new int[] {0x20, 0x01, 0x0d, 0xb8}, 32),
            // addresses of IPv4 in disguise, which a relay would take apart
            new Block(new int[] {0x20, 0x02}, 16),
            new Block(new int[] {0x3f, 0xff, 0x00}, 20));

    private PublicAddresses() {}

    static boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == IPV4_LENGTH) {
            return isPublic4(bytes);
        }
        if (isMapped(bytes)) {
            byte[] inner = new byte[IPV4_LENGTH];
            System.arraycopy(bytes, EMBEDDED, inner, 0, IPV4_LENGTH);
            return isPublic4(inner);
        }
        return OPEN_6.holds(bytes) && CLOSED_6.stream().noneMatch(block -> block.holds(bytes));
    }

    private static boolean isPublic4(byte[] bytes) {
        return CLOSED_4.stream().noneMatch(block -> block.holds(bytes));
    }

    private static boolean isMapped(byte[] bytes) {
        boolean mapped = bytes[10] == (byte) 0xff && bytes[11] == (byte) 0xff;
        for (int i = 0; i < 10; i++) {
            mapped &= bytes[i] == 0;
        }
        return mapped;
    }

    /** Addresses that begin alike. */
    private static final class Block {
        private final int[] prefix;
        private final int bits;

        Block(int[] prefix, int bits) {
            this.prefix = prefix;
            this.bits = bits;
        }

        static Block of(String begin, int bits) {
            String[] parts = begin.split("\\.", -1);
            int[] prefix = new int[(bits + 7) / 8];
            for (int i = 0; i < parts.length; i++) {
                prefix[i] = Integer.parseInt(parts[i]);
            }
            return new Block(prefix, bits);
        }

        boolean holds(byte[] address) {
            for (int i = 0; i < prefix.length; i++) {
                int left = Math.min(8, bits - 8 * i);
                int mask = (0xff << (8 - left)) & 0xff;
                if (((address[i] ^ prefix[i]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
