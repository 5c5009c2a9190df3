package dev.weftwork.wire;

import dev.weftwork.change.AdmittedOp;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.OpReader;
import dev.weftwork.change.Stamp;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.JsonCursor;
import dev.weftwork.graph.JsonWriter;
import dev.weftwork.spi.HistoryPage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A stretch of a history, as members of a message. */
final class HistoryMessages {
    private HistoryMessages() {}

    /** Writes the members {@code ops}, {@code losses}, {@code through} and {@code more}. */
    static void write(HistoryPage page, JsonWriter out) {
        out.key("ops").beginArray();
        page.ops().forEach(op -> out.raw(Page.text(op)));
        out.endArray().key("losses").beginArray();
        for (HistoryPage.Lost lost : page.losses()) {
            out.beginObject().key("seq").value(lost.seq());
            out.key("kind").value(lost.key().kind().name());
            out.key("id").value(lost.key().id()).key("register").value(lost.register());
            Json value = lost.value();
            if (value != null) {
                out.key("value").raw(WireValue.encode(value).text());
            }
            out.key("loser").value(lost.loser().toString());
            out.key("winner").value(lost.winner().toString()).endObject();
        }
        out.endArray().key("through").value(page.through()).key("more").value(page.more());
    }

    /** The members of a page in the making; what it does not take is skipped by the caller. */
    static final class Reading {
        private final List<AdmittedOp> ops = new ArrayList<>();
        private final List<HistoryPage.Lost> losses = new ArrayList<>();
        private long through = -1;
        private boolean more;

        boolean take(String key, JsonCursor in) {
            switch (key) {
                case "ops" -> readOps(in);
                case "losses" -> readLosses(in);
                case "through" -> through = Message.number(in);
                case "more" -> more = in.bool();
                default -> {
                    return false;
                }
            }
            return true;
        }

        HistoryPage page() {
            if (through < 0) {
                throw new WireFormatException("The answer needs the member 'through'");
            }
            return new HistoryPage(ops, losses, through, more);
        }

        private void readOps(JsonCursor in) {
            OpReader reader = new OpReader();
            in.beginArray();
            while (in.nextElement()) {
                ops.add(PullMessages.readOp(in, reader));
            }
        }

        private void readLosses(JsonCursor in) {
            in.beginArray();
            while (in.nextElement()) {
                losses.add(readLost(in));
            }
        }

        private static HistoryPage.Lost readLost(JsonCursor in) {
            long seq = 0;
            String kind = "";
            String id = "";
            String register = "";
            @Nullable Json value = null;
            String loser = "";
            String winner = "";
            in.beginObject();
            while (in.nextMember()) {
                switch (in.key()) {
                    case "seq" -> seq = Message.number(in);
                    case "kind" -> kind = in.string();
                    case "id" -> id = in.string();
                    case "register" -> register = in.string();
                    case "value" -> value = WireValue.decode(in.value());
                    case "loser" -> loser = in.string();
                    case "winner" -> winner = in.string();
                    default -> in.skip();
                }
            }
            EntityKey key = new EntityKey(EntityKind.of(kind), id);
            return new HistoryPage.Lost(seq, key, register, value, Stamp.parse(loser), Stamp.parse(winner));
        }
    }
}
