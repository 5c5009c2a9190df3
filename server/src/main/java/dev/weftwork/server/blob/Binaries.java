package dev.weftwork.server.blob;

import dev.weftwork.server.storage.BlobStorage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The binaries of all workspaces: those that are finished, and those on their way in. Thread-safe. */
public final class Binaries implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("dev.weftwork.server");
    private static final int LOCKS = 64;

    private final BlobStorage storage;
    private final Uploads uploads;
    private final UnusedBlobs unused;
    private final Executor executor;
    private final Map<String, Account> accounts = new ConcurrentHashMap<>();
    /** Two uploads of the same bytes end one after the other, so that they are counted once. */
    private final Object[] locks = Stream.generate(Object::new).limit(LOCKS).toArray();
    /** Held for one request to the storage at most: who relies on a binary, and who removes it. */
    private final Object[] brief = Stream.generate(Object::new).limit(LOCKS).toArray();

    /**
     * Keeps binaries.
     *
     * @param storage where the finished ones are
     * @param directory where those on their way in are, on this machine; beside it, in {@code unused}, is kept since when
     *     nobody refers to some
     * @param executor does what may take long
     * @param wallMillis the wall clock
     */
    public Binaries(BlobStorage storage, Path directory, Executor executor, LongSupplier wallMillis) {
        this.storage = storage;
        this.executor = executor;
        this.uploads = new Uploads(directory, wallMillis);
        this.unused = new UnusedBlobs(directory.resolveSibling("unused"));
    }

    /**
     * Which binaries are not here. Those that are here count as used from now on, since who asks relies on the answer.
     *
     * @param workspace whose
     * @param hashes the names asked for
     * @return those that are missing
     * @throws IOException if the storage cannot be asked now
     */
    public Set<String> missing(String workspace, Collection<String> hashes) throws IOException {
        Set<String> missing = new LinkedHashSet<>();
        List<String> present = new ArrayList<>();
        for (String hash : hashes) {
            if (storage.size(workspace, hash).isPresent()) {
                present.add(hash);
            } else {
                missing.add(hash);
            }
        }
        unused.used(workspace, present);
        for (String hash : present) {
            if (!isStill(workspace, hash)) {
                missing.add(hash);
            }
        }
        return missing;
    }

    /** Counts a binary as used from now on; false if it was removed just before. */
    private boolean relyOn(String workspace, String hash) throws IOException {
        unused.used(workspace, List.of(hash));
        return isStill(workspace, hash);
    }

    /** Whether a binary is here that counts as used: who was about to remove it has done so, or does not any more. */
    private boolean isStill(String workspace, String hash) throws IOException {
        synchronized (brief(hash)) {
            return storage.size(workspace, hash).isPresent();
        }
    }

    private Object brief(String hash) {
        return brief[Math.floorMod(hash.hashCode(), LOCKS)];
    }

    private Object lock(String hash) {
        return locks[Math.floorMod(hash.hashCode(), LOCKS)];
    }

    /**
     * The names of all binaries that are finished.
     *
     * @param workspace whose
     * @return a new set
     * @throws IOException if the storage cannot be read now
     */
    public Set<String> stored(String workspace) throws IOException {
        account(workspace).load(storage, workspace);
        Set<String> stored = new LinkedHashSet<>();
        storage.list(workspace, (hash, length) -> stored.add(hash));
        return stored;
    }

    /**
     * Takes note that nobody refers to some binaries, and that somebody does to all others.
     *
     * @param workspace whose
     * @param hashes their names
     * @param now the time, in milliseconds
     * @throws IOException if it cannot be written down now
     */
    public void unused(String workspace, Set<String> hashes, long now) throws IOException {
        unused.found(workspace, hashes, now);
    }

    /**
     * Those that have been unused since before a moment, as far as it is known.
     *
     * @param workspace whose
     * @param hashes the names asked for
     * @param moment the moment, in milliseconds
     * @return their names
     * @throws IOException if that cannot be read now
     */
    public List<String> unusedSince(String workspace, Set<String> hashes, long moment) throws IOException {
        List<String> due = new ArrayList<>();
        for (String hash : hashes) {
            if (unused.since(workspace, hash) <= moment) {
                due.add(hash);
            }
        }
        return due;
    }

    /**
     * Removes a binary that has been unused since before a moment and is not on its way in once more. One request to the
     * storage at most, since others may wait meanwhile.
     *
     * @param workspace whose
     * @param hash its name, one of {@link #stored}
     * @param length how long it is
     * @param moment the moment, in milliseconds
     * @return whether it was removed
     * @throws IOException if the storage cannot be written now
     */
    public boolean remove(String workspace, String hash, long length, long moment) throws IOException {
        synchronized (brief(hash)) {
            if (unused.since(workspace, hash) > moment || isComing(workspace, hash)) {
                return false;
            }
            storage.delete(workspace, hash);
            account(workspace).remove(length);
            unused.gone(workspace, hash);
            return true;
        }
    }

    /**
     * Writes down which binaries were removed. If that is lost, nothing but a note of what is not there is left over.
     *
     * @param workspace whose
     * @throws IOException if it cannot be written down now
     */
    public void settle(String workspace) throws IOException {
        unused.settle(workspace);
    }

    private boolean isComing(String workspace, String hash) throws IOException {
        for (Upload upload : uploads.all(workspace)) {
            if (upload.hash().equals(hash)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a binary is here, and how long it is.
     *
     * @param workspace whose
     * @param hash its name
     * @return its length, or empty
     * @throws IOException if the storage cannot be asked now
     */
    public OptionalLong size(String workspace, String hash) throws IOException {
        return storage.size(workspace, hash);
    }

    /**
     * Whether a binary is here for who wants to bring it; if it is, it counts as used from now on.
     *
     * @param workspace whose
     * @param hash its name
     * @return whether it need not be brought
     * @throws IOException if the storage cannot be asked now
     */
    public boolean has(String workspace, String hash) throws IOException {
        return storage.size(workspace, hash).isPresent() && relyOn(workspace, hash);
    }

    /**
     * Reads a stretch of a binary.
     *
     * @param workspace whose
     * @param hash its name
     * @param offset where to begin
     * @param length how many bytes, more than none
     * @return the bytes
     * @throws IOException if the storage cannot be read now
     */
    public InputStream open(String workspace, String hash, long offset, long length) throws IOException {
        return storage.open(workspace, hash, offset, length);
    }

    /**
     * How much the binaries of a workspace take up, as far as that is known without waiting for it; if it is not, it is
     * found out for the next time.
     *
     * @param workspace whose
     * @return bytes
     */
    public long bytesKnown(String workspace) {
        Account account = account(workspace);
        // one thread at most waits for a medium that does not answer, however many operations come
        if (account.beginLoading()) {
            executor.execute(() -> {
                try {
                    account.load(storage, workspace);
                } catch (IOException e) {
                    LOG.atWarn().setCause(e).log("The binaries of a workspace could not be listed");
                } finally {
                    account.endLoading();
                }
            });
        }
        return account.known();
    }

    /**
     * Begins an upload.
     *
     * @param workspace whose
     * @param hash what it will be called
     * @param length how long it will be
     * @param room how much all binaries of the workspace may take up, those on their way in included
     * @return the upload, or null if there is not so much room
     * @throws IOException if the storage cannot be written now
     */
    public @Nullable Upload begin(String workspace, String hash, long length, long room) throws IOException {
        Account account = account(workspace);
        long stored = account.load(storage, workspace);
        synchronized (account) {
            boolean fits = Uploads.counted(length) <= room - stored - uploads.promised(workspace);
            return fits ? uploads.begin(workspace, hash, length) : null;
        }
    }

    /**
     * Finds an upload.
     *
     * @param workspace whose
     * @param id which
     * @return the upload, or null if there is none, or none any more
     * @throws IOException if the storage cannot be read now
     */
    public @Nullable Upload find(String workspace, String id) throws IOException {
        return uploads.find(workspace, id);
    }

    /**
     * Finds an upload that somebody began and did not end.
     *
     * @param workspace whose
     * @param hash what it will be called
     * @param length how long it will be
     * @param free which may be gone on with
     * @return the one that has come furthest, or null if there is none
     * @throws IOException if the storage cannot be read now
     */
    public @Nullable Upload unfinished(String workspace, String hash, long length, Predicate<Upload> free)
            throws IOException {
        Upload best = null;
        for (Upload upload : uploads.all(workspace)) {
            boolean same = upload.hash().equals(hash) && upload.length() == length && free.test(upload);
            if (same && (best == null || upload.offset() > best.offset())) {
                best = upload;
            }
        }
        return best;
    }

    /**
     * Lets go of an upload until more comes.
     *
     * @param upload which
     * @throws IOException if its file cannot be closed
     */
    public void rest(Upload upload) throws IOException {
        uploads.rest(upload);
    }

    /**
     * Ends an upload. It is gone afterwards, unless the storage fails.
     *
     * @param upload which; all of it has come
     * @return true if it is kept now, false if it was not what was promised
     * @throws IOException if the storage cannot be written now; then it may be tried again
     */
    public boolean finish(Upload upload) throws IOException {
        boolean asPromised = upload.isAsPromised();
        if (asPromised) {
            Account account = account(upload.workspace());
            account.load(storage, upload.workspace());
            upload.close();
            synchronized (lock(upload.hash())) {
                if (!relyOn(upload.workspace(), upload.hash())) {
                    storage.store(upload.workspace(), upload.hash(), upload.file());
                    account.add(upload.length());
                }
            }
        }
        uploads.end(upload);
        return asPromised;
    }

    /**
     * Ends an upload without keeping anything.
     *
     * @param upload which
     * @throws IOException if its file cannot be deleted
     */
    public void discard(Upload upload) throws IOException {
        uploads.end(upload);
    }

    /**
     * Forgets uploads to which nothing came for long.
     *
     * @param now the time, in milliseconds
     * @param patience how long
     * @param busy which are being written to
     * @throws IOException if files cannot be deleted
     */
    public void expire(long now, Duration patience, Predicate<Upload> busy) throws IOException {
        uploads.expire(now - patience.toMillis(), busy);
    }

    private Account account(String workspace) {
        return accounts.computeIfAbsent(workspace, name -> new Account());
    }

    @Override
    public void close() {
        storage.close();
    }
}
