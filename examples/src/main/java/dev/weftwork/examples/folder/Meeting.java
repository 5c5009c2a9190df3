package dev.weftwork.examples.folder;

import dev.weftwork.graph.Ids;
import dev.weftwork.graph.Json;
import dev.weftwork.spi.OpAnswer;
import dev.weftwork.spi.PushRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The folder's log and the book that comes of it, kept up to date with what others append. Confined to one thread. */
final class Meeting {
    private final FolderLog log;
    private final LongSupplier wallMillis;
    private @Nullable FolderBook book;
    private String server = "";
    private long read;

    Meeting(Path folder, LongSupplier wallMillis) {
        log = new FolderLog(folder);
        this.wallMillis = wallMillis;
    }

    /** Names the log for ever, wherever the folder is. */
    String server() {
        return server;
    }

    /** The book as of now. */
    FolderBook now() throws IOException {
        return log.locked(this::catchUp);
    }

    /** Decides about operations; what is new about them is on the disk when this returns. */
    List<OpAnswer> take(PushRequest push, String principal) throws IOException {
        return log.locked(access -> {
            FolderBook now = catchUp(access);
            List<OpAnswer> answers = new ArrayList<>();
            List<String> lines = new ArrayList<>();
            for (PushRequest.Offer offer : push.ops()) {
                boolean before = now.known(offer.op().id()) != null;
                FolderLog.Line line = new FolderLog.Line(principal, wallMillis.getAsLong(), offer);
                answers.add(now.take(offer, principal, line.at()));
                if (!before && now.known(offer.op().id()) != null) {
                    lines.add(line.text());
                }
            }
            if (!lines.isEmpty()) {
                write(access, lines);
            }
            return answers;
        });
    }

    private void write(FolderLog.Access access, List<String> lines) throws IOException {
        try {
            access.append(lines);
            read = access.size();
        } catch (IOException e) {
            // the book has what the disk may not have, so the next call reads everything anew
            book = null;
            throw e;
        }
    }

    private FolderBook catchUp(FolderLog.Access access) throws IOException {
        FolderBook now = book;
        if (now == null || access.size() < read) {
            now = begin(access);
        }
        for (String text : access.linesAfter(read)) {
            FolderLog.Line line = FolderLog.Line.read(text);
            now.take(line.offer(), line.principal(), line.at());
        }
        read = access.size();
        book = now;
        return now;
    }

    private FolderBook begin(FolderLog.Access access) throws IOException {
        if (access.linesAfter(0).isEmpty()) {
            String header =
                    Json.object().put("server", Ids.system().next()).build().text();
            access.append(List.of(header));
        }
        String header = access.linesAfter(0).get(0);
        Map<String, Json> members = Json.parse(header).toMap();
        server = members.getOrDefault("server", Json.of("")).asString();
        read = header.length() + 1L;
        return new FolderBook(server);
    }
}
