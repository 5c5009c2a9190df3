package dev.weftwork.sqlite;

import dev.weftwork.spi.FrameRing;
import dev.weftwork.spi.StorageAdapter;
import dev.weftwork.spi.StorageDescription;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Storage on one SQLite file.
 *
 * <p>Making one opens nothing. The first call opens the file, {@link #description()} like any other; if that fails, the
 * next call tries again. What can go wrong with a file is told apart by {@link
 * dev.weftwork.spi.StorageException#kind()}: the file is damaged, cannot be written, is another program's or a newer
 * version's, or lies on a network file system. Nothing that was there before is overwritten in any of these cases.
 *
 * <p><b>Durability.</b> A write that has returned survives the loss of power, unless {@link Durability#NORMAL} was
 * chosen. Several processes may have the same file open, on one machine.
 *
 * <p><b>Limits.</b> A text takes at most 1,000,000,000 bytes of UTF-8 and must be well-formed: a lone surrogate is refused
 * with an {@link IllegalArgumentException}. A full disk refuses a write with a {@link dev.weftwork.spi.StorageException} of kind {@code FULL} and leaves
 * everything as it was; the next write that fits succeeds.
 *
 * <p><b>Threads.</b> Any thread may call. Writers take turns, two readers run beside them. Closing waits for both. After
 * that, every call but {@link #close()} throws a {@link dev.weftwork.spi.StorageException} of kind {@code LOCKED}.
 */
public final class SqliteStorage implements StorageAdapter {
    private final Options options;
    private final Object opening = new Object();
    private final AtomicBoolean claimed = new AtomicBoolean();
    private volatile @Nullable Database database;
    private boolean closed;

    SqliteStorage(Options options) {
        this.options = options;
    }

    /**
     * Storage on a file, with everything else as {@link Builder} has it by default. The file and its directory are made
     * when they are missing.
     *
     * @param file where
     * @return the storage, not open yet
     */
    public static SqliteStorage at(Path file) {
        return builder(file).build();
    }

    /**
     * Begins a storage that differs from the default.
     *
     * @param file where
     * @return a builder
     */
    public static Builder builder(Path file) {
        return new Builder(Objects.requireNonNull(file, "A file is needed; it is where everything is kept"));
    }

    @Override
    public void claim() {
        if (!claimed.compareAndSet(false, true)) {
            throw new IllegalStateException("This storage on " + options.file()
                    + " is another store's already; SqliteStorage.at(…) makes one more on the same file");
        }
    }

    @Override
    public StorageDescription description() {
        try {
            return database().description();
        } catch (IOException e) {
            throw Failures.unavailable(options.file(), e);
        }
    }

    @Override
    @SuppressWarnings("NullAway") // JDK 17 does not read the bound of T from the class file of the SPI.
    public <T extends @Nullable Object> T read(ReadWork<T> work) throws IOException {
        return database().read(work);
    }

    @Override
    @SuppressWarnings("NullAway") // As above.
    public <T extends @Nullable Object> T write(WriteWork<T> work) throws IOException {
        return database().write(work);
    }

    @Override
    @SuppressWarnings("NullAway") // As above.
    public <T extends @Nullable Object> T writeLightly(WriteWork<T> work) throws IOException {
        return database().writeLightly(work);
    }

    @Override
    public boolean append(long expectedHead, String body) throws IOException {
        return database().append(expectedHead, body);
    }

    @Override
    public long head() throws IOException {
        return database().head();
    }

    @Override
    public void compact() throws IOException {
        database().compact();
    }

    /**
     * Writes the whole file anew without its free space and empties the write-ahead log. What the file system keeps of
     * blocks that it was given back is out of reach.
     */
    @Override
    public boolean scrub() throws IOException {
        return database().scrub();
    }

    @Override
    public AutoCloseable watch(Runnable listener) {
        Database open = database;
        return open != null && options.watched() ? FileWatch.start(open.file(), listener) : () -> {};
    }

    /**
     * In a file beside the database, with {@code -frames} behind its name, which is there only while processes that share
     * the database show each other something. A storage that is only read has none.
     */
    @Override
    public Optional<FrameRing> frames() {
        try {
            return database().frames();
        } catch (IOException e) {
            throw Failures.unavailable(options.file(), e);
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (opening) {
            Database open = database;
            if (open != null) {
                open.requireOutside();
            }
            closed = true;
            if (open != null) {
                open.close();
                database = null;
            }
        }
    }

    /**
     * Looks whether the file is whole: its pages, its rows, not its indexes. Takes about as long as reading it.
     *
     * @return what is wrong, a sentence each; empty if nothing is
     * @throws IOException if the file cannot be read now
     */
    public List<String> check() throws IOException {
        return database().check();
    }

    /**
     * Writes a copy of this moment, without holding up readers or writers. It is checked before it gets its name. A copy
     * that is opened later is a replica of its own to other devices; core sees to that.
     *
     * @param target the file to make; must not exist
     * @throws IOException if the copy cannot be written now
     */
    public void backup(Path target) throws IOException {
        Objects.requireNonNull(target, "A target is needed; it is the file to make");
        database().backup(target.toAbsolutePath());
    }

    /**
     * Moves a damaged database, with its write-ahead log, aside in the same directory; the place is free afterwards. Close
     * every storage on it first. One that another process has open stays where it is: that process may have set the
     * damaged one aside already, and this is its new one.
     *
     * @param file the database
     * @return where it is now: the first free of {@code name.quarantined-1}, {@code name.quarantined-2} and so on
     * @throws IOException if there is none, or the files cannot be moved
     * @throws dev.weftwork.spi.StorageException of kind {@code LOCKED} if another process has it open
     */
    public static Path quarantine(Path file) throws IOException {
        return Quarantine.run(Objects.requireNonNull(file, "A file is needed; it is the one to move aside")
                .toAbsolutePath());
    }

    /**
     * Hands over all of a damaged database that can still be read, and skips what cannot. The file is not changed; a
     * copy beside it is worked on for a while and takes as much space.
     *
     * @param quarantined the database
     * @param visitor takes what is found
     * @return what was found and what was lost
     * @throws IOException if the medium fails, or the visitor gives up
     */
    public static SalvageReport salvage(Path quarantined, SalvageVisitor visitor) throws IOException {
        return Salvage.run(
                Objects.requireNonNull(quarantined, "A file is needed; it is the one to read")
                        .toAbsolutePath(),
                Objects.requireNonNull(visitor, "A visitor is needed; it takes what is found"));
    }

    private Database database() throws IOException {
        Database open = database;
        return open != null ? open : open();
    }

    private Database open() throws IOException {
        synchronized (opening) {
            if (closed) {
                throw Failures.closed(options.file());
            }
            Database open = database;
            if (open == null) {
                open = Opening.open(options);
                database = open;
            }
            return open;
        }
    }

    /** Gathers what a storage is to be. One thread at a time. */
    public static final class Builder {
        private static final Duration LONGEST_TIMEOUT = Duration.ofDays(1);
        private static final Duration BUSY_TIMEOUT = Duration.ofSeconds(5);

        private Options options;

        private Builder(Path file) {
            options = new Options(file.toAbsolutePath(), null, Durability.FULL, BUSY_TIMEOUT, false, 0, false);
        }

        /**
         * What writes survive; {@link Durability#FULL} by default.
         *
         * @param durability what they survive
         * @return this
         */
        public Builder durability(Durability durability) {
            options = options.with(Objects.requireNonNull(durability, "A durability is needed; FULL is the usual one"));
            return this;
        }

        /**
         * How long to wait for another process before an {@link IOException} says so; five seconds by default.
         *
         * @param timeout how long, perhaps zero
         * @return this
         */
        public Builder busyTimeout(Duration timeout) {
            Objects.requireNonNull(timeout, "A busyTimeout is needed; use zero to wait for nobody");
            if (timeout.isNegative() || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
                throw new IllegalArgumentException("A busyTimeout of " + timeout
                        + " makes no sense; use some seconds, or zero to wait for nobody");
            }
            options = options.with(timeout);
            return this;
        }

        /**
         * Where to keep things if the file does not exist and cannot be made where it should be. Once a file is there, it
         * is used until the first one exists. The description then has a notice with the code {@code relocated}.
         *
         * @param fallback the other file
         * @return this
         */
        public Builder orElse(Path fallback) {
            Objects.requireNonNull(fallback, "A fallback is needed; to have none, do not call this");
            if (fallback.toAbsolutePath().equals(options.file())) {
                throw new IllegalArgumentException(
                        "The fallback " + fallback + " is the file itself; name one in another directory");
            }
            options = options.orElse(fallback.toAbsolutePath());
            return this;
        }

        /**
         * Opens an existing file to be read only; also one that a newer version wrote, as far as this one understands it.
         *
         * @return this
         */
        public Builder readOnly() {
            options = options.toReadOnly();
            return this;
        }

        /**
         * Whether the operating system is asked to tell of other processes' writes, where it can; no by default, and then
         * they are seen by asking, ten times a second. It tells of this process's own writes just as well, which costs
         * about ten microseconds of processor time for each commit.
         *
         * @param yes whether
         * @return this
         */
        public Builder watched(boolean yes) {
            options = options.withWatch(yes);
            return this;
        }

        /** Ends the disk early, for tests. */
        Builder maxPages(long pages) {
            options = options.withMaxPages(pages);
            return this;
        }

        /**
         * Makes the storage.
         *
         * @return the storage, not open yet
         */
        public SqliteStorage build() {
            return new SqliteStorage(options);
        }
    }
}
