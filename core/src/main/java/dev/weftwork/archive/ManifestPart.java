package dev.weftwork.archive;

import dev.weftwork.archive.PackageFormatException.Code;
import dev.weftwork.graph.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object of the manifest, which names itself and the member when something is not as it should be. */
final class ManifestPart {
    private static final int MAX_TEXT = 64 << 10;

    private final String what;
    private final Map<String, Json> members;

    ManifestPart(String what, Json value) {
        this.what = what;
        if (value.kind() != Json.Kind.OBJECT) {
            throw invalid("is no object");
        }
        this.members = value.toMap();
    }

    PackageFormatException invalid(String why) {
        return Refusal.of(Code.MANIFEST_INVALID, what + " " + why);
    }

    /** A member, or null; null itself counts as none. */
    @Nullable Json find(String key) {
        Json value = members.get(key);
        return value == null || value.isNull() ? null : value;
    }

    private Json member(String key) {
        Json value = find(key);
        if (value == null) {
            throw invalid("has no " + key);
        }
        return value;
    }

    ManifestPart part(String key) {
        return new ManifestPart("The manifest's " + key, member(key));
    }

    List<ManifestPart> parts(String key) {
        Json list = member(key);
        if (list.kind() != Json.Kind.ARRAY) {
            throw invalid("has " + key + " that are no array");
        }
        List<ManifestPart> parts = new ArrayList<>();
        for (Json element : list.elements()) {
            parts.add(new ManifestPart("The manifest's " + key + "[" + parts.size() + "]", element));
        }
        return parts;
    }

    String text(String key) {
        Json value = member(key);
        if (value.kind() != Json.Kind.STRING || value.text().length() > MAX_TEXT) {
            throw invalid("has a " + key + " that is no text, or a very long one");
        }
        return value.asString();
    }

    @Nullable String textIfAny(String key) {
        return find(key) == null ? null : text(key);
    }

    long number(String key) {
        Json value = member(key);
        try {
            long number = value.asLong();
            if (number >= 0) {
                return number;
            }
        } catch (IllegalStateException e) {
            throw invalid("has " + key + " that is no whole number: " + Refusal.quoted(value.text()));
        }
        throw invalid("has a negative " + key);
    }
}
