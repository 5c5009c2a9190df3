package dev.weftwork.server.http;

import dev.weftwork.graph.JsonWriter;
import dev.weftwork.version.SavedVersion;
import java.time.Instant;
import java.util.List;

/** The bodies of the routes about versions. Stateless. */
final class VersionTexts {
    /** Beyond it a moment has no date of four digits. */
    private static final long LATEST = 253_402_300_799_999L;

    private VersionTexts() {}

    static String versions(List<SavedVersion> versions) {
        JsonWriter out = new JsonWriter().beginObject().key("versions").beginArray();
        versions.forEach(version -> members(out.beginObject(), version).endObject());
        return out.endArray().endObject().toString();
    }

    static String version(SavedVersion version) {
        return members(new JsonWriter().beginObject(), version).endObject().toString();
    }

    /** The document comes last. */
    static String version(SavedVersion version, String document) {
        String head = version(version);
        return head.substring(0, head.length() - 1) + ",\"definition\":" + document + "}";
    }

    private static JsonWriter members(JsonWriter out, SavedVersion version) {
        long at = Math.max(0, Math.min(version.savedAt(), LATEST));
        return out.key("number")
                .value(version.number())
                .key("author")
                .value(version.author())
                .key("note")
                .value(version.note())
                .key("savedAt")
                .value(Instant.ofEpochMilli(at).toString())
                .key("content")
                .value(version.root());
    }
}
