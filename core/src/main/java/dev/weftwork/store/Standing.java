package dev.weftwork.store;

import dev.weftwork.graph.Json;
import dev.weftwork.graph.JsonWriter;

/**
 * How far a replica has come with its server.
 *
 * @param cursor where the next pull goes on, as the server wrote it
 * @param offset how far this device's wall clock is behind the server's, in milliseconds
 * @param base the sequence number up to which the last snapshot held everything
 * @param own the greatest sequence number that an operation of this replica was given
 * @param heard the server's wall clock when it was last heard, in milliseconds since 1970
 * @param ahead numbers beyond what was pulled whose operations are part of the state already
 */
record Standing(String cursor, long offset, long base, long own, long heard, SeqSet ahead) {
    static final Standing START = new Standing("", 0, 0, 0, 0, SeqSet.NONE);

    Standing admitted(long seq) {
        return new Standing(cursor, offset, base, Math.max(own, seq), heard, ahead.plus(seq));
    }

    Standing pulledTo(String place, long seq) {
        return new Standing(place, offset, base, own, heard, ahead.above(seq));
    }

    Standing corrected(long millis) {
        return new Standing(cursor, millis, base, own, heard, ahead);
    }

    Standing heardAt(long millis) {
        return new Standing(cursor, offset, base, own, Math.max(heard, millis), ahead);
    }

    void write(JsonWriter out) {
        out.key("cursor").value(cursor);
        out.key("offset").value(offset);
        out.key("base").value(base);
        out.key("own").value(own);
        out.key("heard").value(heard);
        out.key("ahead").value(ahead.text());
    }

    static Standing read(Json json) {
        Json cursor = json.get("cursor");
        if (cursor == null) {
            return START;
        }
        return new Standing(
                cursor.asString(),
                number(json, "offset"),
                number(json, "base"),
                number(json, "own"),
                number(json, "heard"),
                SeqSet.parse(json.toMap().getOrDefault("ahead", Json.of("")).asString()));
    }

    private static long number(Json json, String name) {
        return json.toMap().getOrDefault(name, Json.of(0)).asLong();
    }
}
