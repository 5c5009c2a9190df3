package dev.weftwork.testkit;

import dev.weftwork.graph.AssetHash;
import dev.weftwork.spi.RemoteAssets;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Random;

/** Bytes to send, and what came of them; two are never compared. */
@SuppressWarnings("ArrayRecordComponent")
record Blob(byte[] bytes) {
    static Blob of(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return new Blob(bytes);
    }

    AssetHash hash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes);
            return AssetHash.of(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    RemoteAssets.Source source() {
        return offset -> new ByteArrayInputStream(bytes, (int) offset, bytes.length - (int) offset);
    }

    byte[] from(int offset) {
        return Arrays.copyOfRange(bytes, offset, bytes.length);
    }

    /** Brings all of it. */
    void upload(RemoteAssets assets) {
        Calls.value(assets.upload(hash(), bytes.length, source(), at -> {}));
    }

    /** What comes from an offset on. */
    byte[] download(RemoteAssets assets, int from) {
        ByteArrayOutputStream came = new ByteArrayOutputStream();
        Calls.value(assets.download(hash(), from, Blob.into(came), at -> {}));
        return came.toByteArray();
    }

    static RemoteAssets.Sink into(ByteArrayOutputStream out) {
        return bytes -> {
            byte[] taken = new byte[bytes.remaining()];
            bytes.get(taken);
            out.writeBytes(taken);
        };
    }
}
