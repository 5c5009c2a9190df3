package dev.weftwork.spi;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one log, rows and settings on some medium. An adapter knows nothing of graphs: log entries and the bodies of
 * rows are opaque text, keys are plain columns.
 *
 * <p><b>Transactions.</b> A callback of {@link #write} sees its own writes, commits when it returns and rolls back,
 * whole, when it throws. What has returned is durable: it survives the death of the process, and of the machine unless
 * the adapter's own documentation and {@link #description()} say otherwise. A callback of {@link #read} sees one
 * moment throughout.
 *
 * <p><b>Failures.</b> {@link IOException} means "later": the medium is busy or away, nothing was changed, the same call
 * may work soon. {@link StorageException} names what is wrong for good, or needs a person, such as a medium that is full.
 * A transaction in which the medium has failed is not committed, even if its callback caught that.
 *
 * <p><b>Threads.</b> Any thread may call; the adapter lets one writer in at a time and readers beside it. A thread that was
 * interrupted is served, and stays interrupted. Callbacks run on the calling thread, must not keep the transaction object
 * beyond their end, and do not call the adapter: either throws {@link IllegalStateException}.
 *
 * <p><b>Texts.</b> What the library hands over is well-formed Unicode. A text that is not is kept as it is or refused with
 * an {@link IllegalArgumentException}, and never replaced.
 *
 * <p>The contract is written as a test, {@code StorageAdapterContract} in the testkit: an adapter author's whole test is
 * one subclass.
 */
public interface StorageAdapter extends AutoCloseable {
    /**
     * What this adapter is and where it keeps things.
     *
     * @return a description for people and for the store's decisions
     */
    StorageDescription description();

    /**
     * Reads at one moment.
     *
     * @param work what to do
     * @param <T> what it gives
     * @return what the work gave
     * @throws IOException if the medium cannot be read now
     * @throws IllegalStateException if a callback of this adapter calls
     */
    <T extends @Nullable Object> T read(ReadWork<T> work) throws IOException;

    /**
     * Writes in one transaction.
     *
     * @param work what to do
     * @param <T> what it gives
     * @return what the work gave, once it is durable
     * @throws IOException if the medium cannot be written now; nothing was changed
     * @throws StorageException of kind {@code FULL} if there is no space; nothing was changed
     * @throws IllegalStateException if a callback of this adapter calls
     */
    <T extends @Nullable Object> T write(WriteWork<T> work) throws IOException;

    /**
     * Writes in one transaction what means nothing once the machine has stopped, such as that a process is alive, or what
     * can be had again, such as the answer of a server: as {@link #write}, but without waiting until it is durable, if the
     * adapter has a way to do so. The loss of power may take it, whole, and with it nothing that was written before. What
     * is written after it is as durable as ever, and makes this durable too: nothing later stays without it.
     *
     * @param work what to do
     * @param <T> what it gives
     * @return what the work gave
     * @throws IOException if the medium cannot be written now; nothing was changed
     * @throws StorageException of kind {@code FULL} if there is no space; nothing was changed
     * @throws IllegalStateException if a callback of this adapter calls
     */
    default <T extends @Nullable Object> T writeLightly(WriteWork<T> work) throws IOException {
        return write(work);
    }

    /**
     * Appends one entry in a transaction of its own if the log's head is where the caller believes it is. This is the
     * one hot call, so an adapter may do it by a shorter way than {@link #write}.
     *
     * @param expectedHead the head that the caller has seen
     * @param body the entry
     * @return true if it was appended at {@code expectedHead + 1}; false, and nothing changed, if the head is elsewhere
     * @throws IOException if the medium cannot be written now; nothing was changed
     */
    default boolean append(long expectedHead, String body) throws IOException {
        return write(transaction -> {
            if (transaction.head() != expectedHead) {
                return false;
            }
            transaction.append(body);
            return true;
        });
    }

    /**
     * The position of the last log entry, as {@link ReadTransaction#head()} gives it. It is asked several times a
     * second to see what other processes did, so it should be cheap.
     *
     * @return the head
     * @throws IOException if the medium cannot be read now
     */
    default long head() throws IOException {
        return read(ReadTransaction::head);
    }

    /**
     * Makes this adapter one store's own. A store calls it before anything else, and closes what it has claimed; two
     * stores with one adapter would close it under each other. Several stores on one medium need an adapter each.
     *
     * @throws IllegalStateException if it was claimed before; the message says how to make another
     */
    void claim();

    /**
     * Tells a listener when another process may have written, sooner than the store would see by asking for the head.
     * That is a nicety: the store asks anyway, so an adapter that has no such thing does nothing, and one that has may
     * miss changes, and may tell of some that were none or were this process's own.
     *
     * @param listener is told, by any thread; returns at once
     * @return ends the telling; never null
     */
    default AutoCloseable watch(Runnable listener) {
        return () -> {};
    }

    /**
     * Where processes that have this storage open show each other gestures under way. That is a nicety too: without it an
     * edit is seen when it is one, so an adapter that has no such thing says nothing here.
     *
     * @return the ring; empty if the adapter offers none
     * @throws StorageException if the medium cannot be opened now
     */
    default Optional<FrameRing> frames() {
        return Optional.empty();
    }

    /**
     * Gives space back and shortens files, if the adapter has such a thing; called when the store is idle and when it
     * closes.
     *
     * @throws IOException if that cannot be done now
     */
    default void compact() throws IOException {}

    /**
     * Sees to it that nothing can be found on the medium of what was taken away or overwritten before: writes over freed
     * space, or gives it back. Called when secrets that were kept in plaintext are encrypted, so it may take long.
     *
     * @return true if nothing of it is left in what belongs to this adapter; false if it cannot promise that
     * @throws IOException if that cannot be done now, such as while another process reads; it may work soon
     */
    default boolean scrub() throws IOException {
        return false;
    }

    /**
     * Waits for callbacks that run, then lets go of the medium. What was written stays. Closing twice does nothing. Other
     * calls throw {@link StorageException} of kind {@code LOCKED} from then on.
     *
     * @throws IOException if the medium reports a failure
     * @throws IllegalStateException if a callback of this adapter calls; it would wait for itself
     */
    @Override
    void close() throws IOException;

    /**
     * What is done at one moment.
     *
     * @param <T> what it gives
     */
    @FunctionalInterface
    interface ReadWork<T extends @Nullable Object> {
        /**
         * Does it.
         *
         * @param transaction valid until this method returns
         * @return what the work gives
         * @throws IOException to give up
         */
        T run(ReadTransaction transaction) throws IOException;
    }

    /**
     * What is done in one transaction.
     *
     * @param <T> what it gives
     */
    @FunctionalInterface
    interface WriteWork<T extends @Nullable Object> {
        /**
         * Does it.
         *
         * @param transaction valid until this method returns
         * @return what the work gives
         * @throws IOException to roll back
         */
        T run(WriteTransaction transaction) throws IOException;
    }
}
