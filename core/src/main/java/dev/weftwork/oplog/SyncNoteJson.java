package dev.weftwork.oplog;

import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.OpJson;
import dev.weftwork.change.OpReader;
import dev.weftwork.change.Verdict;
import dev.weftwork.graph.JsonCursor;
import dev.weftwork.graph.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A note as JSON text; what it does not say is left out. */
final class SyncNoteJson {
    private static final String APPLIED = "applied";
    private static final String REJECTED = "rejected";
    private static final String FORKED = "forked";
    /** Stands between the registers that were skipped and those that were cleared; no kind of entity is empty. */
    private static final String CLEARED = "";

    private SyncNoteJson() {}

    static void write(SyncNote note, JsonWriter out) {
        out.beginObject();
        if (!note.offered().isEmpty()) {
            out.key("offered").beginArray();
            note.offered().forEach(id -> out.value(id.value()));
            out.endArray();
        }
        if (!note.absorbed().isEmpty()) {
            out.key("absorbed").beginArray();
            note.absorbed()
                    .forEach(each -> out.beginArray()
                            .value(each.op().value())
                            .value(each.into().value())
                            .endArray());
            out.endArray();
        }
        if (!note.replaced().isEmpty()) {
            out.key("replaced").beginArray();
            note.replaced().forEach(op -> OpJson.write(op, out));
            out.endArray();
        }
        if (!note.verdicts().isEmpty()) {
            out.key("verdicts").beginArray();
            note.verdicts().forEach(verdict -> write(verdict, out));
            out.endArray();
        }
        if (note.clocks() != null) {
            out.key("clocks").value(note.clocks());
        }
        if (note.rebased()) {
            out.key("rebased").value(true);
        }
        out.endObject();
    }

    private static void write(Verdict verdict, JsonWriter out) {
        out.beginArray();
        if (verdict instanceof Verdict.Applied applied) {
            out.value(APPLIED).value(applied.op().value()).value(applied.seq()).value(Long.toString(applied.eff()));
            write(applied.skipped(), out);
            if (!applied.cleared().isEmpty()) {
                out.value(CLEARED);
                write(applied.cleared(), out);
            }
        } else if (verdict instanceof Verdict.Rejected rejected) {
            out.value(REJECTED)
                    .value(rejected.op().value())
                    .value(rejected.code())
                    .value(rejected.reason());
        } else if (verdict instanceof Verdict.Forked forked) {
            out.value(FORKED).value(forked.op().value()).value(forked.code());
        }
        out.endArray();
    }

    private static void write(List<Verdict.Register> registers, JsonWriter out) {
        for (Verdict.Register register : registers) {
            out.value(register.key().kind().name()).value(register.key().id()).value(register.field());
        }
    }

    static SyncNote read(JsonCursor in, OpReader reader) {
        List<OpId> offered = new ArrayList<>();
        List<SyncNote.Absorbed> absorbed = new ArrayList<>();
        List<Op> replaced = new ArrayList<>();
        List<Verdict> verdicts = new ArrayList<>();
        String clocks = null;
        boolean rebased = false;
        in.beginObject();
        while (in.nextMember()) {
            switch (in.key()) {
                case "offered" -> each(in, () -> offered.add(new OpId(in.string())));
                case "absorbed" -> each(in, () -> absorbed.add(absorbed(texts(in))));
                case "replaced" -> each(in, () -> replaced.add(reader.read(in)));
                case "verdicts" -> each(in, () -> verdicts.add(verdict(in)));
                case "clocks" -> clocks = in.string();
                case "rebased" -> rebased = in.bool();
                default -> in.skip();
            }
        }
        return new SyncNote(offered, absorbed, replaced, verdicts, clocks, rebased);
    }

    private static void each(JsonCursor in, Runnable element) {
        in.beginArray();
        while (in.nextElement()) {
            element.run();
        }
    }

    private static SyncNote.Absorbed absorbed(List<String> pair) {
        return new SyncNote.Absorbed(new OpId(part(pair, 0)), new OpId(part(pair, 1)));
    }

    private static Verdict verdict(JsonCursor in) {
        List<String> parts = texts(in);
        OpId op = new OpId(part(parts, 1));
        return switch (part(parts, 0)) {
            case APPLIED -> applied(op, parts);
            case REJECTED -> new Verdict.Rejected(op, part(parts, 2), part(parts, 3));
            case FORKED -> new Verdict.Forked(op, part(parts, 2));
            default -> throw new IllegalArgumentException("'" + parts.get(0) + "' is no verdict");
        };
    }

    private static Verdict.Applied applied(OpId op, List<String> parts) {
        int end = 4;
        while (end < parts.size() && !parts.get(end).equals(CLEARED)) {
            end += 3;
        }
        return new Verdict.Applied(
                op,
                Long.parseLong(part(parts, 2)),
                Long.parseLong(part(parts, 3)),
                registers(parts, 4, Math.min(end, parts.size())),
                registers(parts, end + 1, parts.size()));
    }

    private static List<Verdict.Register> registers(List<String> parts, int from, int to) {
        List<Verdict.Register> registers = new ArrayList<>();
        for (int i = from; i < to; i += 3) {
            EntityKey key = new EntityKey(EntityKind.of(part(parts, i)), part(parts, i + 1));
            registers.add(new Verdict.Register(key, part(parts, i + 2)));
        }
        return registers;
    }

    private static List<String> texts(JsonCursor in) {
        List<String> texts = new ArrayList<>();
        each(in, () -> texts.add(text(in)));
        return texts;
    }

    private static String text(JsonCursor in) {
        return in.peek() == dev.weftwork.graph.Json.Kind.NUMBER ? Long.toString(in.integer()) : in.string();
    }

    private static String part(List<String> parts, int index) {
        @Nullable String part = index < parts.size() ? parts.get(index) : null;
        if (part == null) {
            throw new IllegalArgumentException("A trace of syncing has " + parts.size() + " parts and needs more");
        }
        return part;
    }
}
