package dev.weftwork.asset;

import dev.weftwork.graph.AssetFacts;
import dev.weftwork.graph.AssetHash;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.spi.AssetAdapter;
import dev.weftwork.spi.AssetDraft;
import dev.weftwork.spi.AssetKey;
import dev.weftwork.spi.CapabilityNotice;
import dev.weftwork.spi.StorageDescription;
import dev.weftwork.spi.StorageException;
import dev.weftwork.spi.StoredAsset;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Assets as files: {@code <directory>/assets/<type>/<id>}, which any program can look at. Making one touches nothing; the
 * directories are made by the first put.
 *
 * <p>An asset gets its name when it is whole and on the disk. Until then it lies in {@code assets/.incoming}, from where
 * {@link #sweep()} takes what a killed process left. What comes in stretches lies in {@code assets/.arriving} until it is
 * whole. Beside assets that are not named by their hash, {@code assets/.hashes}
 * and {@code assets/.names} keep which hash belongs to which name. A file that another program left under {@code assets}
 * can be read like any other.
 *
 * <p><b>Threads.</b> Any thread may call, and several processes may use one directory.
 */
public final class DirectoryAssets implements AssetAdapter {
    private final Path directory;
    private final @Nullable String handle;
    private final AssetFiles files;
    private volatile boolean closed;

    private DirectoryAssets(Path directory, @Nullable String handle) {
        this.directory = directory.toAbsolutePath();
        this.handle = handle;
        files = new AssetFiles(this.directory.resolve("assets"));
    }

    /**
     * The directory that the library manages; its references are of the kind {@code opfs}.
     *
     * @param directory where; {@code assets} is made in it
     * @return the place
     */
    public static DirectoryAssets at(Path directory) {
        return new DirectoryAssets(
                Objects.requireNonNull(directory, "A directory is needed; it is where assets are kept"), null);
    }

    /**
     * A directory that the user chose, and that is not made when it is missing; its references are of the kind {@code
     * fs-handle} and begin with the handle.
     *
     * @param handle a name for the directory, which stays when the directory moves; {@link AssetKey#isName} tells what it
     *     may be
     * @param directory where; {@code assets} is made in it
     * @return the place
     * @throws IllegalArgumentException if the handle cannot be a name
     */
    public static DirectoryAssets chosen(String handle, Path directory) {
        Objects.requireNonNull(handle, "A handle is needed; it is a name that stays when the directory moves");
        Objects.requireNonNull(directory, "A directory is needed; it is the one that the user chose");
        if (!AssetKey.isName(handle)) {
            throw new IllegalArgumentException("'" + handle + "' cannot be a handle; use letters, digits and hyphens");
        }
        return new DirectoryAssets(directory, handle);
    }

    @Override
    public StorageDescription description() {
        if (!closed && isGone()) {
            StorageException why = gone();
            CapabilityNotice notice = new CapabilityNotice("gone", why.getMessage() + "", why.remedy());
            return new StorageDescription("DirectoryAssets", directory.toString(), false, true, true, List.of(notice));
        }
        boolean writable = !closed && files.isWritable();
        List<CapabilityNotice> notices = writable
                ? List.of()
                : List.of(new CapabilityNotice(
                        "read-only",
                        "Assets cannot be written to " + directory,
                        "Allow the program to write there, or relocate the assets"));
        return new StorageDescription("DirectoryAssets", directory.toString(), writable, true, true, notices);
    }

    @Override
    public AssetRef refTo(AssetKey key, AssetFacts facts) {
        String path = "assets/" + key;
        return handle == null ? new AssetRef.Opfs(path, facts) : new AssetRef.FsHandle(handle + "/" + path, facts);
    }

    @Override
    public StoredAsset put(Filling filling) throws IOException {
        requireOpen();
        if (!files.isWritable()) {
            throw new StorageException(
                    StorageException.Kind.READ_ONLY,
                    "Assets cannot be written to " + directory,
                    "Allow the program to write there, or relocate the assets");
        }
        return files.put(filling);
    }

    @Override
    public Optional<AssetDraft> draft(AssetHash hash) throws IOException {
        requireOpen();
        Objects.requireNonNull(hash, "A hash is needed; it names the content");
        return files.isWritable() ? files.draft(hash) : Optional.empty();
    }

    @Override
    public Set<AssetHash> drafts() throws IOException {
        requireOpen();
        return files.drafts();
    }

    @Override
    public Optional<StoredAsset> find(AssetHash hash) throws IOException {
        requireOpen();
        return files.find(Objects.requireNonNull(hash, "A hash is needed; it names the content"));
    }

    @Override
    public Optional<StoredAsset> find(AssetKey key) throws IOException {
        requireOpen();
        return files.find(Objects.requireNonNull(key, "A key is needed; it is what the asset is called"));
    }

    @Override
    public Optional<InputStream> open(AssetKey key, long from) throws IOException {
        requireOpen();
        return files.open(Objects.requireNonNull(key, "A key is needed; it is what the asset is called"), from);
    }

    @Override
    public boolean remove(AssetKey key) throws IOException {
        requireOpen();
        return files.remove(Objects.requireNonNull(key, "A key is needed; it is what the asset is called"));
    }

    @Override
    public void list(Visitor visitor) throws IOException {
        requireOpen();
        files.list(Objects.requireNonNull(visitor, "A visitor is needed; it is shown the assets"));
    }

    @Override
    public void sweep() throws IOException {
        requireOpen();
        files.sweep();
    }

    @Override
    public void close() {
        closed = true;
    }

    /** A directory that somebody chose is not made anew: it may be on a disk that is not plugged in. */
    private boolean isGone() {
        return handle != null && !Disk.isDirectory(directory);
    }

    private StorageException gone() {
        return new StorageException(
                StorageException.Kind.GONE,
                "The directory " + directory + " that was chosen for assets as '" + handle + "' is not there",
                "Plug in the disk that it is on, or let the person choose where it is now and open it under the same"
                        + " handle");
    }

    private void requireOpen() {
        if (closed) {
            throw new StorageException(
                    StorageException.Kind.LOCKED,
                    "The assets at " + directory + " are closed",
                    "DirectoryAssets.at(…) opens them once more");
        }
        if (isGone()) {
            throw gone();
        }
    }
}
