package dev.weftwork.spi;

import dev.weftwork.graph.AssetHash;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;

/**
 * The way of large binaries to the other end of sync and back. Each goes by the hash of its bytes, so it never changes,
 * and bringing what is there already costs nothing.
 *
 * <p><b>Answers</b> are as those of {@link RemoteAdapter}; the clocks in a reply say nothing. A future may be cancelled.
 *
 * <p><b>Retrying.</b> Unlike operations, a binary is long under way, so an adapter retries on its own and goes on where it
 * was cut off, as long as it gets anywhere. What it gives up is gone on with by the next call.
 *
 * <p><b>Threads.</b> Any thread may call. Sources, sinks and progress are called on threads of the adapter's choice, one at
 * a time for each transfer, and they may block.
 *
 * <p>It lives as long as the {@link RemoteAdapter} that gave it. The contract is written as a test, {@code
 * RemoteAssetsContract} in the testkit.
 */
public interface RemoteAssets {
    /** The code of a failure whose reason is the caller's own source. */
    String SOURCE = "source";

    /** The code of a failure whose reason is the caller's own sink. */
    String SINK = "sink";

    /** The code of a failure: the source did not give the bytes that the hash says. */
    String WRONG_HASH = "wrong-hash";

    /** The code of a failure: nobody has brought it. */
    String ABSENT = "no-such-blob";

    /**
     * Asks which binaries the other end lacks.
     *
     * @param hashes any number of them
     * @return those that are missing
     */
    CompletableFuture<RemoteReply<Set<AssetHash>>> missing(Set<AssetHash> hashes);

    /**
     * Brings a binary.
     *
     * @param hash of all its bytes; the other end checks it before anybody can read it
     * @param size how many bytes it has
     * @param source gives the bytes
     * @param progress is told how many bytes are over; the number may go back when a transfer was cut off
     * @return how many bytes were sent, which is less than the size if the other end had some, and more if some were lost
     */
    CompletableFuture<RemoteReply<Long>> upload(AssetHash hash, long size, Source source, LongConsumer progress);

    /**
     * Fetches a binary, or the rest of one. The caller checks the hash of the whole.
     *
     * @param hash which
     * @param from how many bytes the caller has; those are not sent again
     * @param sink takes the bytes behind them
     * @param progress is told how many bytes the sink has taken, those before the first included
     * @return how many bytes came
     */
    CompletableFuture<RemoteReply<Long>> download(AssetHash hash, long from, Sink sink, LongConsumer progress);

    /** Gives the bytes of a binary, as often as they are asked for. */
    @FunctionalInterface
    interface Source {
        /**
         * Opens the binary.
         *
         * @param offset from which byte on
         * @return the bytes from there to the end; the adapter closes it
         * @throws IOException if it cannot be read
         */
        InputStream open(long offset) throws IOException;
    }

    /** Takes the bytes of a binary, one stretch after the other, none twice. */
    @FunctionalInterface
    interface Sink {
        /**
         * Takes a stretch.
         *
         * @param bytes the bytes; all of them have to be taken before this returns, since others come in the same memory
         * @throws IOException if they cannot be taken; the transfer ends
         */
        void take(ByteBuffer bytes) throws IOException;
    }
}
