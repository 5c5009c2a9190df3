package dev.weftwork.server.blob;

import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Some bytes of a file, and no more. Whoever can send from a {@linkplain #channel channel} does not copy them into an array
 * and out of it again.
 */
public final class FileStretch extends FilterInputStream {
    private final FileChannel channel;
    private long left;

    private FileStretch(FileChannel channel, long length) {
        super(Channels.newInputStream(channel));
        this.channel = channel;
        left = length;
    }

    static FileStretch of(Path file, long from, long length) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new FileStretch(channel.position(from), length);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * The file, for whoever reads it in place of the stream; closing it closes the stream.
     *
     * @return the channel, which stands where the stretch goes on
     */
    public SeekableByteChannel channel() {
        return channel;
    }

    /**
     * How much there is to read.
     *
     * @return how many bytes, from where the channel stands
     */
    public long left() {
        return left;
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
