package dev.weftwork.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.AssetHash;
import dev.weftwork.spi.AssetAdapter;
import dev.weftwork.spi.AssetKey;
import dev.weftwork.spi.NewAsset;
import dev.weftwork.spi.StoredAsset;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Contents for tests of assets, and the calls that tests make all the time. */
final class Contents {
    private Contents() {}

    static AssetHash hash(byte[] bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes);
            return AssetHash.of(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java platform has SHA-256", e);
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Bytes that do not repeat, the same for the same seed. */
    static byte[] random(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static StoredAsset put(AssetAdapter assets, String type, String id, byte[] bytes, long createdAt)
            throws IOException {
        return assets.put(out -> {
            out.write(bytes);
            return new NewAsset(new AssetKey(type, id), hash(bytes), createdAt);
        });
    }

    /** Puts content that has no name but its hash. */
    static StoredAsset put(AssetAdapter assets, byte[] bytes) throws IOException {
        return put(assets, "image", hash(bytes).hex(), bytes, 1_000);
    }

    static byte[] read(AssetAdapter assets, AssetKey key) throws IOException {
        return read(assets, key, 0);
    }

    static byte[] read(AssetAdapter assets, AssetKey key, long from) throws IOException {
        try (InputStream content = assets.open(key, from).orElseThrow()) {
            return content.readAllBytes();
        }
    }

    static List<String> keys(AssetAdapter assets) throws IOException {
        List<String> keys = new ArrayList<>();
        assets.list(asset -> keys.add(asset.key().toString()));
        keys.sort(null);
        assertThat(keys).as("each is shown once").doesNotHaveDuplicates();
        return keys;
    }
}
