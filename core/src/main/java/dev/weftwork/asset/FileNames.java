package dev.weftwork.asset;

import dev.weftwork.graph.AssetHash;
import dev.weftwork.spi.AssetKey;
import dev.weftwork.spi.NewAsset;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which hash belongs to which name, for assets that are not named by their hash. {@code .hashes/<type>/<id>} holds a hash
 * and belongs to whoever made it first; {@code .names/<hash>} holds a name and counts only if the other file agrees. Both
 * are written before the asset gets its name, so a kill leaves at most notes of an asset that is not there.
 */
final class FileNames {
    private final Path root;
    private final Path hashes;
    private final Path names;
    private final Incoming incoming;

    FileNames(Path root, Incoming incoming) {
        this.root = root;
        this.incoming = incoming;
        hashes = root.resolve(".hashes");
        names = root.resolve(".names");
    }

    /** The hash of what lies under a name; null if nobody noted one. */
    @Nullable AssetHash hashOf(AssetKey key) throws IOException {
        Optional<String> noted = Disk.text(note(key));
        if (noted.isPresent()) {
            return AssetHash.read(noted.get().strip()).orElse(null);
        }
        return AssetHash.isHex(key.id()) ? new AssetHash(key.id()) : null;
    }

    Optional<AssetKey> keyOf(AssetHash hash) throws IOException {
        Optional<AssetKey> noted = Disk.text(names.resolve(hash.hex())).flatMap(text -> AssetKey.endOf(text.strip()));
        return noted.isPresent() && hash.equals(hashOf(noted.get())) ? noted : Optional.empty();
    }

    /** The wished name if it is free, else the hash. */
    AssetKey claim(NewAsset wished, Path place) throws IOException {
        AssetKey byHash = AssetKey.of(wished.key().type(), wished.hash());
        // a name that looks like another hash would lie
        if (AssetHash.isHex(wished.key().id()) || Disk.isFile(place)) {
            return byHash;
        }
        boolean claimed = write(wished.hash().toString(), draft -> Disk.claim(draft, note(wished.key())));
        if (!claimed && !wished.hash().equals(hashOf(wished.key()))) {
            return byHash;
        }
        Disk.makeDirectories(names);
        boolean unused = write(wished.key().toString(), draft -> {
            Disk.rename(draft, names.resolve(wished.hash().hex()));
            return true;
        });
        return wished.key();
    }

    private interface Naming {
        boolean name(Path draft) throws IOException;
    }

    /** Writes a note where everything lies until it is whole, and gives it its name. */
    private boolean write(String text, Naming naming) throws IOException {
        try (Incoming.Draft draft = incoming.begin()) {
            draft.write(text);
            try {
                return naming.name(draft.file());
            } catch (FileSystemException e) {
                // some systems give no file a name while it is open
                draft.release();
                return naming.name(draft.file());
            }
        }
    }

    void forget(AssetKey key) throws IOException {
        Optional<String> noted = Disk.text(note(key));
        if (noted.isPresent()) {
            Optional<AssetHash> hash = AssetHash.read(noted.get().strip());
            if (hash.isPresent() && keyOf(hash.get()).filter(key::equals).isPresent()) {
                Disk.delete(names.resolve(hash.get().hex()));
            }
            Disk.delete(note(key));
        }
    }

    /** Takes names away whose assets are gone. Claims stay: another process may be about to name its asset. */
    void sweep() throws IOException {
        sweepDrafts();
        for (Path file : Disk.list(names)) {
            Optional<AssetHash> hash = AssetHash.read("sha256-" + file.getFileName());
            boolean hollow = hash.isPresent() && keyOf(hash.get()).isEmpty();
            if (hollow) {
                Disk.delete(file);
            }
        }
    }

    /** Earlier versions wrote notes in their own directories before these had their names. */
    private void sweepDrafts() throws IOException {
        for (Path file : Disk.list(names)) {
            sweepDraft(file);
        }
        for (Path type : Disk.list(hashes)) {
            for (Path file : Disk.list(type)) {
                // an asset may be called like a draft
                Path asset =
                        root.resolve(String.valueOf(type.getFileName())).resolve(String.valueOf(file.getFileName()));
                if (!Disk.exists(asset)) {
                    sweepDraft(file);
                }
            }
        }
    }

    private static void sweepDraft(Path file) throws IOException {
        if (Disk.isNewFile(file)) {
            boolean unused = Disk.deleteIfAbandoned(file);
        }
    }

    private Path note(AssetKey key) {
        return hashes.resolve(key.type()).resolve(key.id());
    }
}
