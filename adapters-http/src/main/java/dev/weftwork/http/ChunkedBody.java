package dev.weftwork.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** A body that comes in chunks. */
final class ChunkedBody extends InputStream {
    private static final int MAX_LINE = 4 << 10;

    private final InputStream in;
    private long left;
    private boolean begun;
    private boolean ended;

    ChunkedBody(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (left == 0 && !ended) {
            nextChunk();
        }
        if (ended || length == 0) {
            return ended ? -1 : 0;
        }
        int read = in.read(target, offset, (int) Math.min(length, left));
        if (read < 0) {
            throw new EOFException("The server's answer ends within a chunk");
        }
        left -= read;
        return read;
    }

    private void nextChunk() throws IOException {
        if (begun && !ResponseHead.line(in, MAX_LINE).isEmpty()) {
            throw new IOException("The server's chunks do not end where they say");
        }
        begun = true;
        String size = ResponseHead.line(in, MAX_LINE).split(";", 2)[0].trim();
        if (!size.matches("[0-9a-fA-F]{1,15}")) {
            throw new IOException("The server names a length of a chunk that is none");
        }
        left = Long.parseLong(size, 16);
        ended = left == 0;
    }
}
