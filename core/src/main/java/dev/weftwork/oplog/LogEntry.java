package dev.weftwork.oplog;

import dev.weftwork.change.Op;
import dev.weftwork.change.OpJson;
import dev.weftwork.change.OpReader;
import dev.weftwork.change.SchemaVersion;
import dev.weftwork.graph.JsonCursor;
import dev.weftwork.graph.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One commit of the log: the operations that became durable together. Its text is one JSON object that ends with a
 * checksum of all before it, so that a damaged entry is never taken for a whole one:
 * {@code {"v", "process", "ops": [...], "admitted": [[seq, eff] or null, ...], "sync"?, "crc"}}.
 *
 * @param process the process that wrote it
 * @param ops its operations, in order
 * @param sync what it says of earlier operations
 */
public record LogEntry(String process, List<LoggedOp> ops, SyncNote sync) {
    private static final String CRC = ",\"crc\":\"";
    private static final int USUAL_LENGTH = 384;

    /**
     * Copies the list.
     *
     * @param process the process that wrote it
     * @param ops its operations
     * @param sync what it says of earlier operations
     */
    public LogEntry {
        ops = List.copyOf(ops);
    }

    /**
     * An entry that says nothing of earlier operations.
     *
     * @param process the process that wrote it
     * @param ops its operations
     */
    public LogEntry(String process, List<LoggedOp> ops) {
        this(process, ops, SyncNote.NONE);
    }

    /**
     * The entry's text.
     *
     * @param position where in the log it will stand; part of what the checksum covers
     * @return a JSON object
     */
    public String text(long position) {
        return text(position, ops.size() * USUAL_LENGTH);
    }

    /**
     * The entry's text, where the caller knows about how long it will be.
     *
     * @param position where in the log it will stand; part of what the checksum covers
     * @param expectedLength its length in characters, roughly
     * @return a JSON object
     */
    public String text(long position, int expectedLength) {
        StringBuilder text = new StringBuilder(expectedLength + USUAL_LENGTH);
        JsonWriter out = new JsonWriter(text).beginObject();
        out.key("v").value(SchemaVersion.CURRENT).key("process").value(process).key("ops");
        out.beginArray();
        for (LoggedOp logged : ops) {
            OpJson.write(logged.op(), out);
        }
        out.endArray().key("admitted").beginArray();
        for (LoggedOp logged : ops) {
            writeAdmitted(logged.admitted(), out);
        }
        out.endArray();
        if (!sync.equals(SyncNote.NONE)) {
            out.key("sync");
            SyncNoteJson.write(sync, out);
        }
        int sum = Checksum.of(position, Checksum.of(text));
        return text.append(CRC).append(Checksum.hex(sum)).append("\"}").toString();
    }

    private static void writeAdmitted(LoggedOp.@Nullable Admitted admitted, JsonWriter out) {
        if (admitted == null) {
            out.nullValue();
        } else {
            out.beginArray()
                    .value(admitted.seq())
                    .value(Long.toString(admitted.eff()))
                    .endArray();
        }
    }

    /**
     * Reads an entry's text.
     *
     * @param position where in the log it stands
     * @param text the text
     * @return the entry
     * @throws DamagedTextException if the checksum or the form is wrong
     */
    public static LogEntry read(long position, String text) {
        return read(position, text, new OpReader());
    }

    /**
     * Reads one of several entries in a row.
     *
     * @param position where in the log it stands
     * @param text the text
     * @param reader has read the entries before, and keeps once what they have in common
     * @return the entry
     * @throws DamagedTextException if the checksum or the form is wrong
     */
    public static LogEntry read(long position, String text, OpReader reader) {
        int end = text.lastIndexOf(CRC);
        String given =
                end < 0 ? "" : text.substring(end + CRC.length(), Math.max(end + CRC.length(), text.length() - 2));
        if (!given.equals(Checksum.hex(Checksum.of(position, end < 0 ? text : text.substring(0, end))))) {
            throw new DamagedTextException("Log entry " + position + " does not match its checksum", null);
        }
        try {
            return parse(text, reader);
        } catch (IllegalArgumentException e) {
            throw new DamagedTextException("Log entry " + position + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static LogEntry parse(String text, OpReader reader) {
        String process = "";
        List<Op> ops = new ArrayList<>();
        List<LoggedOp.@Nullable Admitted> admitted = new ArrayList<>();
        SyncNote sync = SyncNote.NONE;
        JsonCursor in = new JsonCursor(text);
        in.beginObject();
        while (in.nextMember()) {
            switch (in.key()) {
                case "process" -> process = in.string();
                case "ops" -> readOps(in, reader, ops);
                case "admitted" -> readAdmitted(in, admitted);
                case "sync" -> sync = SyncNoteJson.read(in, reader);
                default -> in.skip();
            }
        }
        List<LoggedOp> logged = new ArrayList<>(ops.size());
        for (int i = 0; i < ops.size(); i++) {
            logged.add(new LoggedOp(ops.get(i), i < admitted.size() ? admitted.get(i) : null));
        }
        return new LogEntry(process, logged, sync);
    }

    private static void readOps(JsonCursor in, OpReader reader, List<Op> ops) {
        in.beginArray();
        while (in.nextElement()) {
            ops.add(reader.read(in));
        }
    }

    private static void readAdmitted(JsonCursor in, List<LoggedOp.@Nullable Admitted> admitted) {
        in.beginArray();
        while (in.nextElement()) {
            if (in.isNull()) {
                in.skip();
                admitted.add(null);
            } else {
                admitted.add(readPlace(in));
            }
        }
    }

    private static LoggedOp.Admitted readPlace(JsonCursor in) {
        in.beginArray();
        long[] place = new long[2];
        for (int i = 0; in.nextElement(); i++) {
            if (i == 0) {
                place[0] = in.integer();
            } else if (i == 1) {
                place[1] = Long.parseLong(in.string());
            } else {
                in.skip();
            }
        }
        return new LoggedOp.Admitted(place[0], place[1]);
    }
}
