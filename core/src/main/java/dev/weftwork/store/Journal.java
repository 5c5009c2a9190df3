package dev.weftwork.store;

import dev.weftwork.change.OpId;
import dev.weftwork.oplog.LogEntry;
import dev.weftwork.oplog.LoggedOp;
import dev.weftwork.oplog.SyncNote;
import dev.weftwork.schedule.Scheduler;
import dev.weftwork.spi.ReadTransaction;
import dev.weftwork.spi.StorageAdapter;
import dev.weftwork.spi.StorageDescription;
import dev.weftwork.spi.StorageException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way onto the medium. Edits queue in memory; whoever holds {@link #lock} writes what has queued up as one log
 * entry: the writer's lane, a moment after the first edit, or a caller that waits for its edit and so leads the commit
 * itself.
 */
final class Journal {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    /** How long an edit nobody waits for may rest, so that a burst becomes one commit. */
    private static final Duration LINGER = Duration.ofMillis(1);

    /** An edit after such a rest begins no burst yet, as far as anybody knows, and is written at once. */
    private static final Duration REST = Duration.ofMillis(5);

    private static final int MOST_OPS = 1_000;
    private static final long MOST_SIZE = 4L << 20;

    final ReentrantLock lock = new ReentrantLock();
    private final Replica replica;
    private final Scheduler scheduler;
    private final Background background;
    private final CatchUp intake;
    private final String process;
    private final StoreSignals signals;
    private final Hints hints;
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final Lightening lightening;
    private final Retries retries;
    private StorageAdapter storage;
    private volatile StorageDescription medium;
    private volatile @Nullable StorageException broken;
    private volatile IntConsumer pending = count -> {};
    private volatile Function<List<PendingCommit>, SyncNote> departure = batch -> SyncNote.NONE;
    private volatile long lastWrite;

    Journal(StoreParts parts, StoreSignals signals, Histories histories) {
        this.storage = parts.storage();
        this.medium = storage.description();
        this.replica = parts.replica();
        this.scheduler = parts.scheduler();
        this.lastWrite = scheduler.nanoTime();
        this.intake = new CatchUp(parts);
        this.process = parts.processes().self();
        this.signals = signals;
        this.hints = parts.hints();
        this.lightening = new Lightening(parts, histories);
        this.background = new Background(scheduler, lock);
        this.retries = new Retries(background, signals, this::hurry);
    }

    /** The medium; to be used under {@link #lock} only. */
    StorageAdapter storage() {
        return storage;
    }

    /** Whether the medium takes writes. */
    boolean writable() {
        return medium.writable();
    }

    /** Whether other processes may be at the medium too. */
    boolean shared() {
        return medium.shared();
    }

    /** Where work at the medium is done that nobody waits for. */
    Background background() {
        return background;
    }

    /** Sees to it that what is queued is written soon. */
    void wake() {
        if (!scheduled.compareAndSet(false, true)) {
            return;
        }
        boolean rested = scheduler.nanoTime() - lastWrite > REST.toNanos();
        if (!(rested ? hurry() : background.after(LINGER, this::hurry))) {
            scheduled.set(false);
        }
    }

    /** Sees to it that what is queued is written now; gives false if it never will be in the background. */
    boolean hurry() {
        return background.run(this::drainInBackground);
    }

    boolean isBroken() {
        return broken != null;
    }

    void refuseIfBroken() {
        StorageException why = broken;
        if (why != null) {
            throw new StorageException(
                    why.kind(), "The store takes no more edits: " + why.getMessage(), why.remedy(), why);
        }
    }

    /** Takes {@link #lock} for a caller from outside. */
    void enter() {
        refuseInsideEdit();
        lock.lock();
    }

    void refuseInsideEdit() {
        if (replica.lock.isHeldByCurrentThread()) {
            throw new IllegalStateException("This call was made inside an edit and would wait for that edit's own end;"
                    + " make it after edit() returned");
        }
    }

    /** Work at the medium that nobody else writes to or reads from meanwhile. */
    interface Work<T> {
        T run() throws IOException;
    }

    /** Does something under {@link #lock} for a caller from outside; a medium that is busy is told by its kind. */
    <T> T exclusively(String failed, String remedy, Work<T> work) {
        enter();
        try {
            return work.run();
        } catch (IOException e) {
            throw new StorageException(StorageException.Kind.LOCKED, failed + ": " + e.getMessage(), remedy, e);
        } finally {
            lock.unlock();
        }
    }

    /** Writes until a commit is durable, on the caller's thread. */
    void lead(PendingCommit commit) {
        refuseInsideEdit();
        while (commit.lockUnlessDone(lock)) {
            try {
                boolean more = true;
                while (more && !commit.isDone()) {
                    more = writeNext();
                }
            } catch (IOException e) {
                throw later(e);
            } finally {
                lock.unlock();
            }
            boolean unused = !commit.isDone() && lightening.await(this::lightened);
        }
    }

    /** Writes all that is queued, on the caller's thread. */
    void drain() {
        boolean more;
        do {
            writeReady();
            more = lightening.await(this::lightened);
        } while (more);
    }

    /** Writes what is queued, up to the first edit whose binaries have to move out before. */
    private void writeReady() {
        enter();
        try {
            boolean more;
            do {
                more = writeNext();
            } while (more);
        } catch (IOException e) {
            throw later(e);
        } finally {
            lock.unlock();
        }
    }

    private void lightened(@Nullable StorageException failure) {
        if (failure == null) {
            hurry();
        } else {
            failed(failure);
        }
    }

    private static StorageException later(IOException e) {
        return new StorageException(
                StorageException.Kind.LOCKED,
                "The storage does not take the edit now: " + e.getMessage(),
                "The edit is kept in memory and tried again",
                e);
    }

    void drainInBackground() {
        scheduled.set(false);
        try {
            writeReady();
            if (!lightening.begin(this::lightened)) {
                retries.reset();
            }
        } catch (RuntimeException | Error e) {
            failed(e);
        }
    }

    private void failed(Throwable e) {
        if (broken == null || !(e instanceof StorageException)) {
            retries.failed(e);
        }
    }

    /** Writes one entry, if an edit is ready; gives false if none was. */
    private boolean writeNext() throws IOException {
        refuseIfBroken();
        List<PendingCommit> batch;
        List<LoggedOp> logged;
        long at;
        replica.lock.lock();
        try {
            batch = replica.nextBatch(MOST_OPS, MOST_SIZE);
            logged = LocalAuthority.admit(batch, replica, scheduler.wallMillis());
            at = replica.position() + 1;
        } finally {
            replica.lock.unlock();
        }
        if (!batch.isEmpty()) {
            write(at, batch, logged);
        }
        return !batch.isEmpty();
    }

    private void write(long at, List<PendingCommit> batch, List<LoggedOp> logged) throws IOException {
        long started = scheduler.nanoTime();
        lastWrite = started;
        try {
            SyncNote leaving = logged.get(0).admitted() == null ? departure.apply(batch) : SyncNote.NONE;
            LogEntry entry = new LogEntry(process, logged, leaving);
            String text = entry.text(at, LocalAuthority.expectedLength(batch));
            if (storage.append(at - 1, text)) {
                settle(at, batch, entry);
                signals.written(batch.size(), text.length(), scheduler.nanoTime() - started);
            } else {
                catchUp();
            }
        } catch (StorageException e) {
            signals.writeFailed(scheduler.nanoTime() - started, e);
            breakIfHopeless(e);
            throw e;
        } catch (IOException e) {
            signals.writeFailed(scheduler.nanoTime() - started, e);
            throw e;
        }
    }

    private void settle(long at, List<PendingCommit> batch, LogEntry entry) {
        List<LoggedOp> logged = entry.ops();
        replica.lock.lock();
        try {
            replica.settle(at, batch, entry);
        } finally {
            replica.lock.unlock();
        }
        hints.committed(at, logged);
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).settle(logged.get(i), scheduler.callbacks());
        }
        if (logged.get(0).admitted() == null) {
            pending.accept(batch.size());
        }
    }

    /** Ends editing if a failure that came to light without an edit says that the medium is not there any more. */
    void noticeIfGone(StorageException e) {
        if (e.kind() == StorageException.Kind.GONE) {
            breakIfHopeless(e);
        }
    }

    private void breakIfHopeless(StorageException e) {
        boolean hopeless = switch (e.kind()) {
            case FULL, LOCKED, IO -> false;
            case CORRUPT, GONE, READ_ONLY, NEWER_SCHEMA, UNSUPPORTED -> true;
        };
        if (!hopeless || broken != null) {
            return;
        }
        broken = e;
        LOG.atError().addKeyValue("kind", e.kind()).log("The storage is beyond use: {}", e.getMessage());
        failQueue(e);
    }

    private void failQueue(StorageException why) {
        List<PendingCommit> lost;
        replica.lock.lock();
        try {
            lost = List.copyOf(replica.queue);
        } finally {
            replica.lock.unlock();
        }
        lost.forEach(commit -> commit.fail(why, scheduler.callbacks()));
    }

    /** Takes in what other processes wrote; under {@link #lock}. Gives true if there was anything. */
    boolean catchUp() throws IOException {
        return storage.read(this::catchUp);
    }

    /** Takes in what other processes wrote as of one moment; under {@link #lock}. */
    boolean catchUp(ReadTransaction moment) throws IOException {
        refuseOtherSchema(moment);
        return intake.run(moment);
    }

    /** Stops this store once a newer library has brought the storage to a schema version that it may not know. */
    void refuseOtherSchema(ReadTransaction moment) throws IOException {
        String found = moment.setting(Keys.SCHEMA);
        if (intake.isOtherSchema(found)) {
            StorageException e = intake.otherSchema(found);
            breakIfHopeless(e);
            throw e;
        }
    }

    /** Reads everything anew; under {@link #lock}. */
    void reload(ReadTransaction moment) throws IOException {
        intake.reload(moment);
    }

    /** Writes what replaces rows and log, and reads everything anew if it was written; under {@link #lock}. */
    boolean rewrite(StorageAdapter.WriteWork<Boolean> work) throws IOException {
        return rewrite(work, Map.of());
    }

    /** The same, if operations go on under other names, which the work may still be putting into the map. */
    boolean rewrite(StorageAdapter.WriteWork<Boolean> work, Map<OpId, OpId> names) throws IOException {
        boolean done = storage.write(work);
        if (done) {
            intake.renamed(names);
            storage.read(moment -> {
                intake.reload(moment);
                return true;
            });
        }
        return done;
    }

    /** What takes in entries that this process did not write as edits of its own. */
    CatchUp intake() {
        return intake;
    }

    /** Names what is told how many edits have become durable and wait for a server, of this process and of others. */
    void onPending(IntConsumer listener) {
        pending = listener;
        intake.onPending(listener);
    }

    /** Names what knows which edits leave as soon as they are written. */
    void departure(Departure known) {
        departure = known::note;
    }

    /** Goes on with another medium that holds the same; under {@link #lock}. */
    void moveTo(StorageAdapter other) {
        storage = other;
        medium = other.description();
        broken = null;
        retries.reset();
        replica.lock.lock();
        try {
            replica.queue.forEach(PendingCommit::revive);
        } finally {
            replica.lock.unlock();
        }
        hurry();
    }

    /** Lets go of the lane; edits that are still in the queue are lost, and whoever waits for them is told. */
    void close(@Nullable StorageException failure) {
        background.close();
        if (failure != null) {
            failQueue(failure);
        }
    }
}
