package dev.weftwork.store;

import dev.weftwork.spi.FrameRing;
import dev.weftwork.spi.ReadTransaction;
import dev.weftwork.spi.Row;
import dev.weftwork.spi.StorageAdapter;
import dev.weftwork.spi.StorageDescription;
import dev.weftwork.spi.StorageException;
import dev.weftwork.spi.WriteTransaction;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A storage with a switch for each thing that can go wrong with one. */
final class FlakyStorage implements StorageAdapter {
    private final StorageAdapter storage;
    private volatile @Nullable Exception refusal;
    private volatile @Nullable IOException readFailure;
    private volatile Runnable beforeRead = () -> {};
    private volatile Runnable afterRead = () -> {};
    private volatile Runnable beforeWrite = () -> {};
    private volatile Runnable beforeClose = () -> {};
    private volatile boolean writable = true;
    private volatile boolean shared = true;
    private volatile boolean framed = true;
    private volatile boolean dead;
    private volatile boolean closed;
    private final AtomicLong lastStatement = new AtomicLong(Long.MAX_VALUE);
    private final AtomicLong statements = new AtomicLong();
    private final AtomicLong reads = new AtomicLong();
    private final AtomicLong scans = new AtomicLong();
    private final AtomicLong attempts = new AtomicLong();
    private final AtomicLong seen = new AtomicLong();

    FlakyStorage(StorageAdapter storage) {
        this.storage = storage;
    }

    /** What a process leaves behind that dies in the middle of a statement. */
    static final class Death extends RuntimeException {
        private static final long serialVersionUID = 1;

        Death() {
            super("The process dies here");
        }
    }

    /** From now on every write throws this, or none if it is null. */
    void refuseWrites(@Nullable Exception failure) {
        refusal = failure;
    }

    /** From now on every read throws this, or none if it is null. */
    void failReads(@Nullable IOException failure) {
        readFailure = failure;
    }

    /** From now on this runs before each read. */
    void beforeRead(Runnable hook) {
        beforeRead = hook;
    }

    /** From now on this runs after each read. */
    void afterRead(Runnable hook) {
        afterRead = hook;
    }

    /** From now on this runs before each write. */
    void beforeWrite(Runnable hook) {
        beforeWrite = hook;
    }

    /** From now on this runs before it is closed. */
    void beforeClose(Runnable hook) {
        beforeClose = hook;
    }

    void notWritable() {
        writable = false;
    }

    void notShared() {
        shared = false;
    }

    void withoutFrames() {
        framed = false;
    }

    /** The process dies once it has done so many more statements of write transactions. */
    void dieAfter(long more) {
        lastStatement.set(statements.get() + more);
    }

    /** The process is no more; whatever of it still runs gets nothing done. */
    void cut() {
        dead = true;
    }

    long statements() {
        return statements.get();
    }

    long reads() {
        return reads.get();
    }

    /** How often all rows of one kind were asked for. */
    long scans() {
        return scans.get();
    }

    long attempts() {
        return attempts.get();
    }

    /** Up to where the process has read the log, or has written it itself. */
    long seen() {
        return seen.get();
    }

    boolean closed() {
        return closed;
    }

    @Override
    public void claim() {
        storage.claim();
    }

    @Override
    public StorageDescription description() {
        StorageDescription own = storage.description();
        return new StorageDescription(
                own.name(), own.place(), writable, own.survivesPowerLoss(), shared, own.notices());
    }

    @Override
    public <T extends @Nullable Object> T read(ReadWork<T> work) throws IOException {
        live();
        reads.incrementAndGet();
        beforeRead.run();
        IOException failure = readFailure;
        if (failure != null) {
            throw failure;
        }
        T result = storage.read(transaction -> work.run(new Reading(transaction)));
        afterRead.run();
        return result;
    }

    @Override
    public <T extends @Nullable Object> T write(WriteWork<T> work) throws IOException {
        live();
        attempts.incrementAndGet();
        Exception failure = refusal;
        if (failure instanceof IOException later) {
            throw later;
        }
        if (failure instanceof StorageException forGood) {
            throw forGood;
        }
        if (!writable) {
            throw new StorageException(StorageException.Kind.READ_ONLY, "The test made it so", "Change the test");
        }
        beforeWrite.run();
        long[] appended = {0};
        T result = storage.write(transaction -> work.run(new Counting(transaction, appended)));
        seen.accumulateAndGet(appended[0], Math::max);
        return result;
    }

    @Override
    public long head() throws IOException {
        live();
        return storage.head();
    }

    @Override
    public Optional<FrameRing> frames() {
        return framed ? storage.frames() : Optional.empty();
    }

    @Override
    public boolean scrub() throws IOException {
        live();
        return storage.scrub();
    }

    @Override
    public void close() throws IOException {
        beforeClose.run();
        closed = true;
        storage.close();
    }

    private void live() {
        if (dead) {
            throw new Death();
        }
    }

    private void statement() {
        if (statements.incrementAndGet() > lastStatement.get()) {
            dead = true;
            throw new Death();
        }
    }

    private class Reading implements ReadTransaction {
        private final ReadTransaction transaction;

        Reading(ReadTransaction transaction) {
            this.transaction = transaction;
        }

        @Override
        public long head() throws IOException {
            return transaction.head();
        }

        @Override
        public long floor() throws IOException {
            return transaction.floor();
        }

        @Override
        public void log(long after, EntryVisitor each) throws IOException {
            transaction.log(after, each);
            seen.accumulateAndGet(transaction.head(), Math::max);
        }

        @Override
        public void rows(String workflowId, RowVisitor each) throws IOException {
            transaction.rows(workflowId, each);
        }

        @Override
        public void rowsOfKind(String kind, RowVisitor each) throws IOException {
            scans.incrementAndGet();
            transaction.rowsOfKind(kind, each);
        }

        @Override
        public @Nullable String setting(String name) throws IOException {
            return transaction.setting(name);
        }

        @Override
        public void settings(String prefix, SettingVisitor each) throws IOException {
            transaction.settings(prefix, each);
        }
    }

    private final class Counting extends Reading implements WriteTransaction {
        private final WriteTransaction transaction;
        private final long[] appended;

        Counting(WriteTransaction transaction, long[] appended) {
            super(transaction);
            this.transaction = transaction;
            this.appended = appended;
        }

        @Override
        public long append(String body) throws IOException {
            statement();
            appended[0] = transaction.append(body);
            return appended[0];
        }

        @Override
        public void prune(long upTo) throws IOException {
            statement();
            transaction.prune(upTo);
        }

        @Override
        public void put(Row row) throws IOException {
            statement();
            transaction.put(row);
        }

        @Override
        public void remove(String kind, String workflowId, String id) throws IOException {
            statement();
            transaction.remove(kind, workflowId, id);
        }

        @Override
        public void setting(String name, @Nullable String value) throws IOException {
            statement();
            transaction.setting(name, value);
        }
    }
}
