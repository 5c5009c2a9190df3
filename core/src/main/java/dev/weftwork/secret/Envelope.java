package dev.weftwork.secret;

import dev.weftwork.graph.Json;
import dev.weftwork.graph.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An encrypted value as it lies in a register: {@code {"$enc":{"v":1,"kid":…,"iv":…,"ct":…}}}. Of a version that is not
 * known only the version is read.
 */
final class Envelope {
    static final int IV_BYTES = 12;
    static final int TAG_BYTES = 16;
    private static final String NAME = "$enc";
    private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final long version;
    private final String keyId;
    private final byte[] iv;
    private final byte[] ciphertext;

    private Envelope(long version, String keyId, byte[] iv, byte[] ciphertext) {
        this.version = version;
        this.keyId = keyId;
        this.iv = iv;
        this.ciphertext = ciphertext;
    }

    long version() {
        return version;
    }

    String keyId() {
        return keyId;
    }

    byte[] iv() {
        return iv;
    }

    byte[] ciphertext() {
        return ciphertext;
    }

    static Envelope of(String keyId, byte[] iv, byte[] ciphertext) {
        return new Envelope(1, keyId, iv, ciphertext);
    }

    static void checkKeyId(String id) {
        if (!KEY_ID.matcher(Objects.requireNonNull(id, "A key needs a name; it is written beside what it encrypts"))
                .matches()) {
            throw new IllegalArgumentException(
                    "'" + id + "' is no name for a key; use 1 to 64 letters, digits, dots, dashes or underscores");
        }
    }

    /** The envelope in a value, or null if the value is none. */
    static @Nullable Envelope read(Json value) {
        if (value.kind() != Json.Kind.OBJECT || !value.text().contains("enc")) {
            return null;
        }
        List<Json.Member> members = value.members();
        if (members.size() != 1 || !members.get(0).key().equals(NAME)) {
            return null;
        }
        Json content = members.get(0).value();
        return content.kind() == Json.Kind.OBJECT ? readContent(content) : null;
    }

    private static @Nullable Envelope readContent(Json content) {
        long version = version(content.get("v"));
        String keyId = text(content.get("kid"));
        if (version < 1 || keyId == null || !KEY_ID.matcher(keyId).matches()) {
            return null;
        }
        if (version > 1) {
            return new Envelope(version, keyId, new byte[0], new byte[0]);
        }
        byte[] iv = bytes(content.get("iv"));
        byte[] ciphertext = bytes(content.get("ct"));
        if (iv == null || iv.length != IV_BYTES || ciphertext == null || ciphertext.length < TAG_BYTES) {
            return null;
        }
        return of(keyId, iv, ciphertext);
    }

    private static long version(@Nullable Json version) {
        String text = version == null ? "" : version.text();
        return text.matches("[1-9][0-9]{0,8}") ? Long.parseLong(text) : 0;
    }

    private static @Nullable String text(@Nullable Json value) {
        return value == null || value.kind() != Json.Kind.STRING ? null : value.asString();
    }

    private static byte @Nullable [] bytes(@Nullable Json value) {
        String text = text(value);
        try {
            return text == null ? null : Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    Json json() {
        return new JsonWriter()
                .beginObject()
                .key(NAME)
                .beginObject()
                .key("v")
                .value(version)
                .key("kid")
                .value(keyId)
                .key("iv")
                .value(Base64.getEncoder().encodeToString(iv))
                .key("ct")
                .value(Base64.getEncoder().encodeToString(ciphertext))
                .endObject()
                .endObject()
                .toJson();
    }

    /** What is authenticated beside the value, so that it opens in no other field and under no other key's name. */
    static byte[] context(String keyId, String kind, String field) {
        return ("1\n" + keyId + "\n" + kind + "/" + field).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "a value encrypted with key '" + keyId + "'";
    }
}
