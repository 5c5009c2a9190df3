package dev.weftwork.asset;

import java.io.IOException;
import java.io.InputStream;

/** What a growing file holds, from its beginning. Ending it leaves the file open. For one thread at a time. */
final class GrowingStream extends InputStream {
    private final Disk.Growing file;
    private long at;

    GrowingStream(Disk.Growing file) {
        this.file = file;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int n = file.read(at, target, offset, length);
        at += Math.max(0, n);
        return n;
    }
}
