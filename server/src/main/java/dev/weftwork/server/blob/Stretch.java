package dev.weftwork.server.blob;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The first bytes of a stream, and no more. */
final class Stretch extends FilterInputStream {
    private long left;

    Stretch(InputStream in, long length) {
        super(in);
        left = length;
    }

    @Override
    public int read() throws IOException {
        int next = left > 0 ? super.read() : -1;
        left -= next < 0 ? 0 : 1;
        return next;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (left <= 0 && length > 0) {
            return -1;
        }
        int count = super.read(into, offset, (int) Math.min(length, left));
        left -= Math.max(0, count);
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = super.skip(Math.min(count, left));
        left -= skipped;
        return skipped;
    }

    @Override
    public int available() throws IOException {
        return (int) Math.min(super.available(), left);
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
