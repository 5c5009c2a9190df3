package dev.weftwork.server.blob;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A stream that fetches itself piece by piece, so that each wait has an end and can be tried again. */
final class Pieces extends InputStream {
    private static final int PIECE = 4 << 20;

    private final long length;
    private final Source source;
    private long fetched;
    private ByteBuffer piece = ByteBuffer.allocate(0);

    /** Where pieces come from. */
    @FunctionalInterface
    interface Source {
        /** Gives exactly so many bytes. */
        byte[] fetch(long from, int count) throws IOException;
    }

    Pieces(long length, Source source) {
        this.length = length;
        this.source = source;
    }

    @Override
    public int read() throws IOException {
        return hasMore() ? piece.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        if (!hasMore()) {
            return -1;
        }
        int taken = Math.min(count, piece.remaining());
        piece.get(into, offset, taken);
        return taken;
    }

    private boolean hasMore() throws IOException {
        if (!piece.hasRemaining() && fetched < length) {
            piece = ByteBuffer.wrap(source.fetch(fetched, (int) Math.min(PIECE, length - fetched)));
            fetched += piece.remaining();
        }
        return piece.hasRemaining();
    }

    /** Reads a stretch of a file, all of it. */
    static void fill(FileChannel channel, long at, byte[] into) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(into);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, at + buffer.position()) < 0) {
                throw new EOFException("The file is shorter than it was");
            }
        }
    }
}
