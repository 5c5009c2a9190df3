package dev.weftwork.wire;

import dev.weftwork.change.Hlc;
import dev.weftwork.graph.JsonCursor;
import java.util.function.Function;

/** Reads whole messages from hands that nobody trusts. */
final class Message {
    private Message() {}

    /**
     * Reads one message.
     *
     * @param text the text
     * @param reader reads exactly one value
     * @return what the reader made of it
     * @throws WireFormatException if the text is no JSON, holds a key twice, or is not what the reader expects
     */
    static <T> T read(String text, Function<JsonCursor, T> reader) {
        try {
            JsonCursor in = new JsonCursor(text);
            T message = reader.apply(in);
            in.end();
            String flaw = PlainJson.flawOfMessage(text);
            if (flaw != null) {
                throw new WireFormatException(flaw);
            }
            return message;
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new WireFormatException(String.valueOf(e.getMessage()), e);
        }
    }

    /** A whole number of the protocol: not negative, and small enough for every language. */
    static long number(JsonCursor in) {
        long number = in.integer();
        if (number < 0 || number > Limits.MAX_NUMBER) {
            throw new WireFormatException(number + " is not between 0 and 2^53-1");
        }
        return number;
    }

    /** A clock, which travels as a string. */
    static long clock(JsonCursor in) {
        try {
            return Hlc.read(in.string());
        } catch (IllegalArgumentException e) {
            throw new WireFormatException(String.valueOf(e.getMessage()), e);
        }
    }
}
