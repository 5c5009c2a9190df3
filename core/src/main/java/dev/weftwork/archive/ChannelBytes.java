package dev.weftwork.archive;

import dev.weftwork.archive.PackageFormatException.Code;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;

/** Reads ranges of a channel; what lies beyond its end is a truncated package. Confined to one thread. */
final class ChannelBytes {
    private final SeekableByteChannel channel;
    private final long size;

    ChannelBytes(SeekableByteChannel channel) throws IOException {
        this.channel = channel;
        this.size = channel.size();
    }

    long size() {
        return size;
    }

    /** Bytes from a place on, little-endian, as ZIP has its numbers. */
    ByteBuffer read(long position, int length) throws IOException {
        if (position < 0 || length < 0 || position > size - length) {
            throw Refusal.of(
                    Code.TRUNCATED,
                    "The package ends at byte " + size + ", but goes on to byte " + (position + length));
        }
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        channel.position(position);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw Refusal.of(Code.TRUNCATED, "The package became shorter while it was read");
            }
        }
        return bytes.flip();
    }

    /** Reads some bytes; the caller stays within the size. */
    int readSome(long position, byte[] target, int offset, int length) throws IOException {
        channel.position(position);
        int read = channel.read(ByteBuffer.wrap(target, offset, length));
        if (read < 0) {
            throw Refusal.of(Code.TRUNCATED, "The package became shorter while it was read");
        }
        return read;
    }
}
