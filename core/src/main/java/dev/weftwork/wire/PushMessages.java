package dev.weftwork.wire;

import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.OpReader;
import dev.weftwork.change.Verdict;
import dev.weftwork.graph.JsonCursor;
import dev.weftwork.graph.JsonWriter;
import dev.weftwork.spi.OpAnswer;
import dev.weftwork.spi.PushAnswer;
import dev.weftwork.spi.PushRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is offered and what becomes of it, as members of a message. */
final class PushMessages {
    private PushMessages() {}

    /** Writes the member {@code ops}. */
    static void writeOffers(PushRequest request, JsonWriter out) {
        out.key("ops").beginArray();
        for (PushRequest.Offer offer : request.ops()) {
            out.beginObject();
            Long eff = offer.eff();
            if (eff != null) {
                out.key("eff").value(Long.toString(eff));
            }
            out.key("op");
            WireOp.write(offer.op(), out);
            out.endObject();
        }
        out.endArray();
    }

    static List<PushRequest.Offer> readOffers(JsonCursor in) {
        OpReader reader = new OpReader();
        List<PushRequest.Offer> offers = new ArrayList<>();
        in.beginArray();
        while (in.nextElement()) {
            offers.add(readOffer(in, reader));
        }
        return offers;
    }

    private static PushRequest.Offer readOffer(JsonCursor in, OpReader reader) {
        Op op = null;
        Long eff = null;
        in.beginObject();
        while (in.nextMember()) {
            switch (in.key()) {
                case "op" -> op = WireOp.read(in, reader);
                case "eff" -> eff = Message.clock(in);
                default -> in.skip();
            }
        }
        if (op == null) {
            throw new WireFormatException("An element of 'ops' needs the member 'op'");
        }
        return new PushRequest.Offer(op, eff);
    }

    /** Writes the member {@code results}. */
    static void writeResults(PushAnswer answer, JsonWriter out) {
        out.key("results").beginArray();
        for (OpAnswer each : answer.answers()) {
            out.beginObject().key("op").value(each.op().value());
            if (each instanceof OpAnswer.Decided decided) {
                write(decided.verdict(), out);
            } else if (each instanceof OpAnswer.Later later) {
                out.key("status").value("retryable");
                out.key("code").value(later.code()).key("reason").value(later.reason());
            } else {
                out.key("status").value("duplicate");
            }
            out.endObject();
        }
        out.endArray();
    }

    private static void write(Verdict verdict, JsonWriter out) {
        if (verdict instanceof Verdict.Applied applied) {
            out.key("status").value("applied").key("seq").value(applied.seq());
            out.key("eff").value(Long.toString(applied.eff()));
            writeRegisters("skipped", applied.skipped(), out);
            writeRegisters("cleared", applied.cleared(), out);
        } else if (verdict instanceof Verdict.Rejected rejected) {
            out.key("status").value("rejected").key("code").value(rejected.code());
            out.key("reason").value(rejected.reason());
        } else if (verdict instanceof Verdict.Forked forked) {
            out.key("status").value("forked").key("code").value(forked.code());
        }
    }

    private static void writeRegisters(String member, List<Verdict.Register> registers, JsonWriter out) {
        if (registers.isEmpty()) {
            return;
        }
        out.key(member).beginArray();
        for (Verdict.Register register : registers) {
            out.beginArray()
                    .value(register.key().kind().name())
                    .value(register.key().id());
            out.value(register.field()).endArray();
        }
        out.endArray();
    }

    static PushAnswer readResults(JsonCursor in) {
        List<OpAnswer> answers = new ArrayList<>();
        in.beginArray();
        while (in.nextElement()) {
            answers.add(new Result().read(in));
        }
        return new PushAnswer(answers);
    }

    /** One result in the making. */
    private static final class Result {
        private @Nullable OpId op;
        private String status = "";
        private String code = "";
        private String reason = "";
        private long seq;
        private long eff = -1;
        private final List<Verdict.Register> skipped = new ArrayList<>();
        private final List<Verdict.Register> cleared = new ArrayList<>();

        OpAnswer read(JsonCursor in) {
            in.beginObject();
            while (in.nextMember()) {
                take(in.key(), in);
            }
            if (op == null) {
                throw new WireFormatException("A result needs the member 'op'");
            }
            return answer(op);
        }

        private void take(String key, JsonCursor in) {
            switch (key) {
                case "op" -> op = new OpId(in.string());
                case "status" -> status = in.string();
                case "code" -> code = in.string();
                case "reason" -> reason = in.string();
                case "seq" -> seq = Message.number(in);
                case "eff" -> eff = Message.clock(in);
                case "skipped" -> read("skipped", in, skipped);
                case "cleared" -> read("cleared", in, cleared);
                default -> in.skip();
            }
        }

        private static void read(String member, JsonCursor in, List<Verdict.Register> registers) {
            in.beginArray();
            while (in.nextElement()) {
                List<String> parts = Texts.read(in);
                if (parts.size() != 3) {
                    throw new WireFormatException("A register in '" + member + "' is [kind, id, register]");
                }
                EntityKey key = new EntityKey(EntityKind.of(parts.get(0)), parts.get(1));
                if (parts.get(2).isEmpty()) {
                    throw new WireFormatException("A register in '" + member + "' needs a name");
                }
                registers.add(new Verdict.Register(key, parts.get(2)));
            }
        }

        private OpAnswer answer(OpId named) {
            return switch (status) {
                case "applied" -> new OpAnswer.Decided(applied(named));
                case "rejected" -> new OpAnswer.Decided(new Verdict.Rejected(named, code, reason));
                case "forked" -> new OpAnswer.Decided(new Verdict.Forked(named, code));
                case "duplicate" -> new OpAnswer.Duplicate(named);
                case "retryable" -> new OpAnswer.Later(named, code, reason);
                default -> throw new WireFormatException("'" + status + "' is no status of a result");
            };
        }

        private Verdict.Applied applied(OpId named) {
            if (seq < 1 || eff < 0) {
                throw new WireFormatException("A result that is applied needs the members 'seq' and 'eff'");
            }
            return new Verdict.Applied(named, seq, eff, skipped, cleared);
        }
    }
}
