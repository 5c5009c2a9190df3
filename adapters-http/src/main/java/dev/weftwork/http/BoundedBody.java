package dev.weftwork.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.function.Supplier;

/** A body of a known length, or of an unknown one that is refused when it grows too long. */
final class BoundedBody extends InputStream {
    private final InputStream in;
    private final long length;
    private final long most;
    private final Supplier<IOException> tooLarge;
    private long read;

    BoundedBody(InputStream in, long length, long most, Supplier<IOException> tooLarge) {
        this.in = in;
        this.length = length;
        this.most = most;
        this.tooLarge = tooLarge;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, target.length);
        if (read == length || count == 0) {
            return count == 0 ? 0 : -1;
        }
        int wanted = length < 0 ? count : (int) Math.min(count, length - read);
        int got = in.read(target, offset, wanted);
        if (got < 0 && length >= 0) {
            throw new EOFException("The server's answer ends after " + read + " of " + length + " bytes");
        }
        read += Math.max(0, got);
        if (read > most) {
            throw tooLarge.get();
        }
        return got;
    }
}
