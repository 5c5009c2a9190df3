package dev.weftwork.store;

import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.graph.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Versions and chunks as somebody may write them who does not mean well. */
final class MadeUp {
    private MadeUp() {}

    static void append(Store store, EntityKind kind, String id, String field, Json value) {
        EntityKey key = new EntityKey(kind, id);
        store.oplog()
                .append(
                        Sample.POSTER,
                        List.of(EntityWrites.to(key).set("life", Json.TRUE).build()));
        store.oplog()
                .append(
                        Sample.POSTER,
                        List.of(EntityWrites.to(key).set(field, value).build()));
    }

    /** Writes a chunk of nodes under the name of some text; gives the hash that others may name it by. */
    static String chunk(Store store, String text, Json value) {
        String hash = hash(text);
        append(store, EntityKind.CHUNK, "node/" + hash, "value", value);
        return hash;
    }

    static String leaf(Store store, String text) {
        return chunk(store, text, packed(text));
    }

    static String piece(Store store, String text) {
        return chunk(
                store,
                "piece:" + text,
                Json.object().put("piece", packed(text).asString()).build());
    }

    static String joined(Store store, List<String> pieces) {
        String text = "{\"joined\":[\"" + String.join("\",\"", pieces) + "\"]}";
        return chunk(store, text, Json.parse(text));
    }

    static String hash(String text) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(sum);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    static Json packed(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return Json.of(Base64.getEncoder().encodeToString(bytes.toByteArray()));
    }
}
