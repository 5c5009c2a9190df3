package dev.weftwork.wire;

import dev.weftwork.graph.AssetHash;
import dev.weftwork.graph.JsonCursor;
import dev.weftwork.graph.JsonWriter;
import dev.weftwork.spi.RemoteReply;
import dev.weftwork.spi.RemoteTime;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** What is asked about binaries, which go by the SHA-256 of their bytes. The binaries themselves travel as they are. */
public final class BlobMessages {
    /** How many binaries may be asked for at once. */
    public static final int MOST = 1_000;

    private BlobMessages() {}

    /**
     * Writes the question which binaries a server lacks.
     *
     * @param hashes their names
     * @return {@code {"hashes": […]}}
     */
    public static String question(Collection<String> hashes) {
        JsonWriter out = new JsonWriter().beginObject();
        writeNames("hashes", hashes, out);
        return out.endObject().toString();
    }

    /**
     * Reads that question.
     *
     * @param text the body
     * @return the names, each once
     * @throws WireFormatException if it is no such question, or asks for more than {@link #MOST}
     */
    public static Set<String> readQuestion(String text) {
        return Message.read(text, in -> {
            Set<String> hashes = null;
            in.beginObject();
            while (in.nextMember()) {
                if (in.key().equals("hashes")) {
                    hashes = readNames(in);
                } else {
                    in.skip();
                }
            }
            if (hashes == null) {
                throw new WireFormatException("The request needs the member 'hashes'");
            }
            return hashes;
        });
    }

    /**
     * Writes the answer.
     *
     * @param missing the names of those that the server lacks
     * @param time the server's clocks
     * @return {@code {"now", "hlc", "missing": […]}}
     */
    public static String answer(Collection<String> missing, RemoteTime time) {
        JsonWriter out = new JsonWriter().beginObject();
        out.key("now").value(time.millis()).key("hlc").value(Long.toString(time.hlc()));
        writeNames("missing", missing, out);
        return out.endObject().toString();
    }

    /**
     * Reads the answer.
     *
     * @param text the body
     * @return the names of those that the server lacks
     * @throws WireFormatException if it is no such answer
     */
    public static RemoteReply.Ok<Set<String>> readAnswer(String text) {
        return Message.read(text, in -> {
            long now = 0;
            long hlc = 0;
            Set<String> missing = null;
            in.beginObject();
            while (in.nextMember()) {
                switch (in.key()) {
                    case "now" -> now = Message.number(in);
                    case "hlc" -> hlc = Message.clock(in);
                    case "missing" -> missing = readNames(in);
                    default -> in.skip();
                }
            }
            if (missing == null) {
                throw new WireFormatException("The answer needs the member 'missing'");
            }
            return new RemoteReply.Ok<>(missing, new RemoteTime(now, hlc));
        });
    }

    private static void writeNames(String key, Collection<String> names, JsonWriter out) {
        out.key(key).beginArray();
        names.forEach(out::value);
        out.endArray();
    }

    private static Set<String> readNames(JsonCursor in) {
        Set<String> names = new LinkedHashSet<>();
        in.beginArray();
        while (in.nextElement()) {
            String name = in.string();
            if (!AssetHash.isHex(name)) {
                throw new WireFormatException("A binary goes by the 64 lower-case hexadecimal digits of its SHA-256");
            }
            names.add(name);
            if (names.size() > MOST) {
                throw new WireFormatException("At most " + MOST + " binaries may be asked for at once");
            }
        }
        return names;
    }
}
