package dev.weftwork.asset;

import dev.weftwork.graph.AssetHash;
import dev.weftwork.spi.AssetAdapter;
import dev.weftwork.spi.AssetDraft;
import dev.weftwork.spi.AssetKey;
import dev.weftwork.spi.NewAsset;
import dev.weftwork.spi.StorageException;
import dev.weftwork.spi.StoredAsset;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The files of a directory of assets. */
final class AssetFiles {
    private final Path root;
    private final Incoming incoming;
    private final FileNames names;
    private final Arriving arriving;
    /** Two puts of this process come to the same name one after the other; between processes, claims decide. */
    private final Object naming = new Object();

    AssetFiles(Path root) {
        this.root = root;
        incoming = new Incoming(root.resolve(".incoming"));
        names = new FileNames(root, incoming);
        arriving = new Arriving(root.resolve(".arriving"));
    }

    Optional<AssetDraft> draft(AssetHash hash) throws IOException {
        return arriving.open(hash, (file, wished) -> {
            synchronized (naming) {
                return nameOrLeave(file, wished);
            }
        });
    }

    Set<AssetHash> drafts() throws IOException {
        return arriving.all();
    }

    /** Whether the directory can be written, or made within the nearest that there is. */
    boolean isWritable() {
        Path nearest = root;
        while (!Disk.exists(nearest)) {
            Path parent = nearest.getParent();
            if (parent == null) {
                return false;
            }
            nearest = parent;
        }
        return Disk.isWritable(nearest);
    }

    StoredAsset put(AssetAdapter.Filling filling) throws IOException {
        requireNoLink(root);
        requireNoLink(root.resolve(".incoming"));
        try (Incoming.Draft draft = incoming.begin()) {
            NewAsset wished = draft.take(filling);
            synchronized (naming) {
                try {
                    return name(draft.file(), wished);
                } catch (FileSystemException e) {
                    // some systems give no file a name while it is open
                    draft.release();
                    return nameOrLeave(draft.file(), wished);
                }
            }
        }
    }

    private StoredAsset nameOrLeave(Path draft, NewAsset wished) throws IOException {
        try {
            return name(draft, wished);
        } catch (FileSystemException e) {
            // some systems replace no file that somebody reads; then what is there stays
            Optional<StoredAsset> same = find(wished.hash());
            if (same.isEmpty()) {
                throw e;
            }
            return same.get();
        }
    }

    private StoredAsset name(Path draft, NewAsset wished) throws IOException {
        Optional<StoredAsset> same = find(wished.hash());
        if (same.isPresent()) {
            renew(draft, same.get());
            return require(same.get().key());
        }
        AssetKey key = names.claim(wished, file(wished.key()));
        requireNoLink(root.resolve(key.type()));
        Disk.makeDirectories(root.resolve(key.type()));
        Disk.setTime(draft, wished.createdAt());
        Disk.rename(draft, file(key));
        return require(key);
    }

    /** The same content once more takes the place of what lies there, which may have been damaged since. */
    private void renew(Path draft, StoredAsset same) throws IOException {
        Disk.setTime(draft, same.createdAt());
        Disk.rename(draft, file(same.key()));
    }

    private StoredAsset require(AssetKey key) throws IOException {
        return find(key)
                .orElseThrow(() -> new IOException("Asset " + key + " was removed while it was put; put it again"));
    }

    Optional<StoredAsset> find(AssetHash hash) throws IOException {
        if (!Disk.isDirectory(root)) {
            return Optional.empty();
        }
        Optional<AssetKey> named = names.keyOf(hash);
        if (named.isPresent() && isOurs(named.get())) {
            return find(named.get());
        }
        for (Path directory : Disk.list(root)) {
            String type = String.valueOf(directory.getFileName());
            if (AssetKey.isName(type) && isOurs(AssetKey.of(type, hash))) {
                return find(AssetKey.of(type, hash));
            }
        }
        return Optional.empty();
    }

    Optional<StoredAsset> find(AssetKey key) throws IOException {
        if (!isOurs(key)) {
            return Optional.empty();
        }
        Optional<BasicFileAttributes> attributes = Disk.attributes(file(key));
        if (attributes.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(stored(key, attributes.get(), names.hashOf(key)));
    }

    private static StoredAsset stored(AssetKey key, BasicFileAttributes file, @Nullable AssetHash hash) {
        return new StoredAsset(key, file.size(), file.lastModifiedTime().toMillis(), hash);
    }

    Optional<InputStream> open(AssetKey key, long from) throws IOException {
        if (!isOurs(key)) {
            return Optional.empty();
        }
        InputStream content = Disk.read(file(key));
        try {
            content.skipNBytes(from);
            return Optional.of(content);
        } catch (IOException e) {
            content.close();
            throw e;
        }
    }

    boolean remove(AssetKey key) throws IOException {
        synchronized (naming) {
            boolean gone = isOurs(key) && Disk.delete(file(key));
            names.forget(key);
            return gone;
        }
    }

    void list(AssetAdapter.Visitor visitor) throws IOException {
        for (Path directory : Disk.list(root)) {
            String type = String.valueOf(directory.getFileName());
            if (AssetKey.isName(type)) {
                list(type, directory, visitor);
            }
        }
    }

    private void list(String type, Path directory, AssetAdapter.Visitor visitor) throws IOException {
        for (Path file : Disk.list(directory)) {
            String id = String.valueOf(file.getFileName());
            Optional<StoredAsset> found = AssetKey.isName(id) ? find(new AssetKey(type, id)) : Optional.empty();
            if (found.isPresent()) {
                visitor.visit(found.get());
            }
        }
    }

    void sweep() throws IOException {
        incoming.sweep();
        synchronized (naming) {
            names.sweep();
        }
    }

    /**
     * Whether there is such a file, and no link leads to it: a directory that came from elsewhere must not make files
     * readable that lie outside of it.
     */
    private boolean isOurs(AssetKey key) {
        return Disk.isFile(file(key)) && !Disk.isLink(root.resolve(key.type())) && !Disk.isLink(root);
    }

    private static void requireNoLink(Path directory) {
        if (Disk.isLink(directory)) {
            throw new StorageException(
                    StorageException.Kind.UNSUPPORTED,
                    directory + " is a link, and what lies behind links within a directory of assets is not touched",
                    "Put a directory in its place, or name the directory that it leads to as the one for assets");
        }
    }

    private Path file(AssetKey key) {
        return root.resolve(key.type()).resolve(key.id());
    }
}
