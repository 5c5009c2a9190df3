package dev.weftwork.http;

import dev.weftwork.spi.RemoteAssets;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import org.jspecify.annotations.Nullable;

/** A stretch of a source as the body of a request. Remembers whether it was the source that failed. */
final class SourceBody {
    private final RemoteAssets.Source source;
    private final long offset;
    private final long length;
    private final Read read;
    private volatile @Nullable IOException failure;
    private volatile @Nullable InputStream open;

    private volatile boolean closed;

    /** Is told what was read. */
    @FunctionalInterface
    interface Read {
        /** So many bytes were read, and those behind them begin there. */
        void read(int count, long position);
    }

    SourceBody(RemoteAssets.Source source, long offset, long length, Read read) {
        this.source = source;
        this.offset = offset;
        this.length = length;
        this.read = read;
    }

    BodyPublisher publisher() {
        return length == 0
                ? BodyPublishers.noBody()
                : BodyPublishers.fromPublisher(
                        client -> client.onSubscribe(new Stretches(new Counted(), length, client)), length);
    }

    /** Why the source failed, or null if it did not. */
    @Nullable IOException failure() {
        return failure;
    }

    /** A request that was cut off closes nothing. */
    void close() {
        closed = true;
        closeStream();
    }

    private void closeStream() {
        InputStream left = open;
        try {
            if (left != null) {
                left.close();
            }
        } catch (IOException e) {
            // it was only read from
            open = null;
        }
    }

    /** The stretch, as long as it was said to be. */
    private final class Counted extends InputStream {
        private long left = length;

        private InputStream source() throws IOException {
            InputStream in = open;
            if (in == null || left == length) {
                closeStream();
                in = source.open(offset);
                open = in;
                if (closed) {
                    // whoever closed it while it was being opened found nothing to close
                    closeStream();
                }
            }
            return in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int count) throws IOException {
            if (left == 0) {
                return -1;
            }
            if (closed) {
                throw new IOException("the transfer was given up");
            }
            try {
                int got = source().read(into, from, (int) Math.min(count, left));
                if (got < 0) {
                    throw new IOException("it ended " + left + " bytes before its end");
                }
                left -= got;
                read.read(got, offset + length - left);
                return got;
            } catch (IOException e) {
                failure = e;
                throw e;
            } catch (RuntimeException e) {
                failure = new IOException("it threw " + e.getClass().getSimpleName(), e);
                throw failure;
            }
        }
    }
}
