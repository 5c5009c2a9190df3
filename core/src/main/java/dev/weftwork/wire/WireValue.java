package dev.weftwork.wire;

import dev.weftwork.graph.Json;
import dev.weftwork.graph.JsonCursor;
import dev.weftwork.graph.JsonWriter;

/**
 * A user's value on its way. It travels as it is, unless not every language would read it alike, or it looks like what
 * follows: then it travels as {@code {"$raw": "<its text>"}}.
 */
final class WireValue {
    private static final String RAW = "$raw";
    private static final int AROUND_RAW = "{\"$raw\":\"\"}".length();

    private WireValue() {}

    static Json encode(Json value) {
        return PlainJson.isPlain(value.text()) && !hasRaw(value)
                ? value
                : new JsonWriter()
                        .beginObject()
                        .key(RAW)
                        .value(value.text())
                        .endObject()
                        .toJson();
    }

    /** How many bytes {@link #encode} makes of it. */
    static long bytes(Json value) {
        String text = value.text();
        boolean asItIs = PlainJson.isPlain(text) && !hasRaw(value);
        long bytes = asItIs ? 0 : AROUND_RAW;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                // half of a pair stands for two of the pair's four bytes, and no other half is in a value
                bytes += c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
            } else {
                bytes += !asItIs && (c == '"' || c == '\\' || c < ' ') ? 2 : 1;
            }
        }
        return bytes;
    }

    static Json decode(Json value) {
        if (!hasRaw(value)) {
            return value;
        }
        JsonCursor in = new JsonCursor(value.text());
        in.beginObject();
        in.nextMember();
        String text = in.string();
        if (in.nextMember()) {
            throw new WireFormatException("A value with $raw has no other member");
        }
        return Json.parse(text);
    }

    /** Whether it is an object with a member $raw; the text is searched first, since it hardly ever is. */
    private static boolean hasRaw(Json value) {
        String text = value.text();
        return text.charAt(0) == '{' && (text.contains(RAW) || text.indexOf('\\') >= 0) && value.has(RAW);
    }
}
