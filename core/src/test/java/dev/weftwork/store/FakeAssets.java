package dev.weftwork.store;

import dev.weftwork.archive.PackageAssets;
import dev.weftwork.graph.AssetFacts;
import dev.weftwork.graph.AssetHash;
import dev.weftwork.graph.AssetRef;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Assets in memory, called by their hashes. */
final class FakeAssets implements PackageAssets {
    private final Map<AssetHash, byte[]> kept = new LinkedHashMap<>();

    AssetRef put(InputStream content, String mime) throws IOException {
        return put(content, new Asked(mime, null, null)).ref();
    }

    List<AssetHash> kept() {
        return List.copyOf(kept.keySet());
    }

    @Override
    public Optional<AssetRef> find(AssetHash hash) {
        byte[] bytes = kept.get(hash);
        return bytes == null ? Optional.empty() : Optional.of(ref(AssetFacts.of(null, bytes.length, hash)));
    }

    @Override
    public Optional<InputStream> open(AssetRef ref) {
        byte[] bytes = ref.hash().isPresent() ? kept.get(ref.hash().get()) : null;
        return Optional.ofNullable(bytes).map(held -> new ByteArrayInputStream(held));
    }

    @Override
    public Kept put(InputStream content, Asked asked) throws IOException {
        byte[] bytes = content.readAllBytes();
        AssetHash hash = hash(bytes);
        boolean added = kept.putIfAbsent(hash, bytes) == null;
        return new Kept(ref(AssetFacts.of(asked.mime(), bytes.length, hash)), added);
    }

    @Override
    public void delete(AssetRef ref) {
        ref.hash().ifPresent(kept::remove);
    }

    private static AssetRef ref(AssetFacts facts) {
        return new AssetRef.Opfs("assets/any/" + String.valueOf(facts.hash()).substring(7), facts);
    }

    private static AssetHash hash(byte[] bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes);
            return AssetHash.of(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
