package dev.weftwork.wire;

import dev.weftwork.graph.JsonCursor;
import dev.weftwork.graph.JsonWriter;
import dev.weftwork.spi.HistoryPage;
import dev.weftwork.spi.PullAnswer;
import dev.weftwork.spi.PushAnswer;
import dev.weftwork.spi.RemoteHello;
import dev.weftwork.spi.RemoteReply;
import dev.weftwork.spi.RemoteTime;
import dev.weftwork.spi.SnapshotManifest;
import dev.weftwork.spi.SnapshotPart;
import dev.weftwork.spi.SyncAnswer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The bodies of answers. Each begins with the server's clocks. */
public final class Answers {
    private static final int LARGE = 16_384;

    private Answers() {}

    /**
     * Writes the answer to a push.
     *
     * @param answer what became of it
     * @param time the server's clocks
     * @return {@code {"now", "hlc", "results": […]}}
     */
    public static String push(PushAnswer answer, RemoteTime time) {
        return message(time, out -> PushMessages.writeResults(answer, out));
    }

    /**
     * Writes the answer to a pull.
     *
     * @param page what follows the cursor
     * @param time the server's clocks
     * @return {@code {"now", "hlc", "ops": […], "cursor", "seq", "more", "digests"?}}
     */
    public static String pull(Page page, RemoteTime time) {
        return message(time, out -> PullMessages.write(page, out));
    }

    /**
     * Writes the answer to a sync.
     *
     * @param answer what became of the push
     * @param page what follows the cursor
     * @param time the server's clocks
     * @return the members of both
     */
    public static String sync(PushAnswer answer, Page page, RemoteTime time) {
        return message(time, out -> {
            PushMessages.writeResults(answer, out);
            PullMessages.write(page, out);
        });
    }

    /**
     * Writes where a snapshot stands.
     *
     * @param manifest the manifest
     * @param time the server's clocks
     * @return {@code {"now", "hlc", "cursor", "seq", "parts": [{"id", "bytes", "entities"}]}}
     */
    public static String manifest(SnapshotManifest manifest, RemoteTime time) {
        return message(time, out -> {
            out.key("cursor").value(manifest.cursor().text());
            out.key("seq").value(manifest.seq()).key("parts").beginArray();
            for (SnapshotPart part : manifest.parts()) {
                out.beginObject().key("id").value(part.id());
                out.key("bytes").value(part.bytes()).key("entities").value(part.entities());
                out.endObject();
            }
            out.endArray();
        });
    }

    /**
     * Writes who is who.
     *
     * @param hello what the server says of itself
     * @param time the server's clocks
     * @return {@code {"now", "hlc", "server", "workspace", "principal", "writable", "maxOps", "maxBytes", "features"}}
     */
    public static String hello(RemoteHello hello, RemoteTime time) {
        return message(time, out -> {
            out.key("server").value(hello.server()).key("workspace").value(hello.workspace());
            out.key("principal").value(hello.principal()).key("writable").value(hello.writable());
            out.key("maxOps").value(hello.maxOps()).key("maxBytes").value(hello.maxBytes());
            out.key("features");
            Texts.write(hello.features().stream().sorted().toList(), out);
        });
    }

    /**
     * Writes a stretch of a history.
     *
     * @param page the stretch
     * @param time the server's clocks
     * @return {@code {"now", "hlc", "ops": [{"seq", "eff", "op"}], "losses": [{"seq", "kind", "id", "register", "value"?,
     *     "loser", "winner"}], "through", "more"}}
     */
    public static String history(HistoryPage page, RemoteTime time) {
        return message(time, out -> HistoryMessages.write(page, out));
    }

    private static String message(RemoteTime time, Consumer<JsonWriter> members) {
        JsonWriter out = new JsonWriter(LARGE).beginObject();
        out.key("now").value(time.millis()).key("hlc").value(Long.toString(time.hlc()));
        members.accept(out);
        return out.endObject().toString();
    }

    /**
     * Reads the answer to a push.
     *
     * @param text the body
     * @return what became of it
     * @throws WireFormatException if it is no such answer
     */
    public static RemoteReply.Ok<PushAnswer> readPush(String text) {
        List<PushAnswer> read = new ArrayList<>(1);
        return read(text, (key, in) -> takeResults(read, key, in), () -> results(read));
    }

    /**
     * Reads the answer to a pull.
     *
     * @param text the body
     * @return what follows the cursor
     * @throws WireFormatException if it is no such answer
     */
    public static RemoteReply.Ok<PullAnswer> readPull(String text) {
        PullMessages.Reading page = new PullMessages.Reading();
        return read(text, page::take, page::answer);
    }

    /**
     * Reads the answer to a sync.
     *
     * @param text the body
     * @return both answers
     * @throws WireFormatException if it is no such answer
     */
    public static RemoteReply.Ok<SyncAnswer> readSync(String text) {
        List<PushAnswer> read = new ArrayList<>(1);
        PullMessages.Reading page = new PullMessages.Reading();
        return read(
                text,
                (key, in) -> takeResults(read, key, in) || page.take(key, in),
                () -> new SyncAnswer(results(read), page.answer()));
    }

    private static boolean takeResults(List<PushAnswer> read, String key, JsonCursor in) {
        if (key.equals("results")) {
            read.add(PushMessages.readResults(in));
            return true;
        }
        return false;
    }

    private static PushAnswer results(List<PushAnswer> read) {
        if (read.isEmpty()) {
            throw new WireFormatException("The answer needs the member 'results', an array");
        }
        return read.get(0);
    }

    /**
     * Reads where a snapshot stands.
     *
     * @param text the body
     * @return the manifest
     * @throws WireFormatException if it is no manifest
     */
    public static RemoteReply.Ok<SnapshotManifest> readManifest(String text) {
        PullMessages.Reading place = new PullMessages.Reading();
        List<SnapshotPart> parts = new ArrayList<>();
        return read(
                text,
                (key, in) -> {
                    if (key.equals("parts")) {
                        readParts(in, parts);
                        return true;
                    }
                    return place.take(key, in);
                },
                () -> new SnapshotManifest(
                        place.answer().cursor(), place.answer().seq(), parts));
    }

    private static void readParts(JsonCursor in, List<SnapshotPart> parts) {
        in.beginArray();
        while (in.nextElement()) {
            String id = "";
            long bytes = 0;
            long entities = 0;
            in.beginObject();
            while (in.nextMember()) {
                switch (in.key()) {
                    case "id" -> id = in.string();
                    case "bytes" -> bytes = Message.number(in);
                    case "entities" -> entities = Message.number(in);
                    default -> in.skip();
                }
            }
            parts.add(new SnapshotPart(id, bytes, entities));
        }
    }

    /**
     * Reads a stretch of a history.
     *
     * @param text the body
     * @return the stretch
     * @throws WireFormatException if it is none
     */
    public static RemoteReply.Ok<HistoryPage> readHistory(String text) {
        HistoryMessages.Reading page = new HistoryMessages.Reading();
        return read(text, page::take, page::page);
    }

    /**
     * Reads who is who.
     *
     * @param text the body
     * @return what the server says of itself
     * @throws WireFormatException if it is no such answer
     */
    public static RemoteReply.Ok<RemoteHello> readHello(String text) {
        Hello hello = new Hello();
        return read(text, hello::take, hello::read);
    }

    private static <T> RemoteReply.Ok<T> read(String text, BiPredicate<String, JsonCursor> members, Supplier<T> whole) {
        return Message.read(text, in -> {
            long now = 0;
            long hlc = 0;
            in.beginObject();
            while (in.nextMember()) {
                String key = in.key();
                switch (key) {
                    case "now" -> now = Message.number(in);
                    case "hlc" -> hlc = Message.clock(in);
                    default -> {
                        if (!members.test(key, in)) {
                            in.skip();
                        }
                    }
                }
            }
            return new RemoteReply.Ok<>(whole.get(), new RemoteTime(now, hlc));
        });
    }

    /** A greeting in the making. */
    private static final class Hello {
        private String server = "";
        private String workspace = "";
        private String principal = "";
        private boolean writable;
        private int maxOps = Limits.MAX_OPS;
        private long maxBytes = Limits.MAX_BYTES;
        private final Set<String> features = new HashSet<>();

        boolean take(String key, JsonCursor in) {
            switch (key) {
                case "server" -> server = in.string();
                case "workspace" -> workspace = in.string();
                case "principal" -> principal = in.string();
                case "writable" -> writable = in.bool();
                case "maxOps" -> maxOps = (int) Math.min(Message.number(in), Integer.MAX_VALUE);
                case "maxBytes" -> maxBytes = Message.number(in);
                case "features" -> features.addAll(Texts.read(in));
                default -> {
                    return false;
                }
            }
            return true;
        }

        RemoteHello read() {
            return new RemoteHello(server, workspace, principal, writable, maxOps, maxBytes, features);
        }
    }
}
