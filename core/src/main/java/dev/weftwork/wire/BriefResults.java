package dev.weftwork.wire;

import dev.weftwork.change.Op;
import dev.weftwork.change.Verdict;
import dev.weftwork.graph.JsonCursor;
import dev.weftwork.graph.JsonWriter;
import dev.weftwork.spi.OpAnswer;
import dev.weftwork.spi.PushAnswer;
import dev.weftwork.spi.PushRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * Results in few words: of operations that were applied as they are, one after the other, it is enough to say how many
 * and under which number the first. {@code "applied": [[from, count, seq], …]}, by their place in the request; the
 * others are {@code results}.
 */
final class BriefResults {
    private final PushRequest request;
    private final List<Run> runs = new ArrayList<>();

    /** Operations of a request from one place on, and the number of the first. */
    private record Run(int from, int count, long seq) {
        int end() {
            return from + count;
        }
    }

    BriefResults(PushRequest request) {
        this.request = request;
    }

    /** Writes the members {@code applied} and {@code results}. */
    static void write(PushRequest request, PushAnswer answer, JsonWriter out) {
        List<OpAnswer> answers = answer.answers();
        List<OpAnswer> others = new ArrayList<>();
        out.key("applied").beginArray();
        int at = 0;
        while (at < answers.size()) {
            int count = 0;
            while (at + count < answers.size() && isPlain(request, answers, at, count)) {
                count++;
            }
            if (count == 0) {
                others.add(answers.get(at));
            } else {
                out.beginArray()
                        .value(at)
                        .value(count)
                        .value(applied(answers.get(at)).seq());
                out.endArray();
            }
            at += Math.max(1, count);
        }
        out.endArray();
        PushMessages.writeResults(new PushAnswer(others), out);
    }

    /** Whether all that is to be said of an operation follows from what is said of the first of its run. */
    private static boolean isPlain(PushRequest request, List<OpAnswer> answers, int from, int index) {
        OpAnswer answer = answers.get(from + index);
        if (!(answer instanceof OpAnswer.Decided decided && decided.verdict() instanceof Verdict.Applied applied)) {
            return false;
        }
        Op op = request.ops().get(from + index).op();
        return op.id().equals(applied.op())
                && applied.eff() == op.origin().claimed()
                && applied.whole()
                && (index == 0 || applied.seq() == applied(answers.get(from)).seq() + index);
    }

    private static Verdict.Applied applied(OpAnswer answer) {
        return (Verdict.Applied) ((OpAnswer.Decided) answer).verdict();
    }

    /** Takes the member {@code applied}. */
    boolean take(String key, JsonCursor in) {
        if (!key.equals("applied")) {
            return false;
        }
        in.beginArray();
        while (in.nextElement()) {
            runs.add(run(in));
        }
        return true;
    }

    private Run run(JsonCursor in) {
        List<Long> numbers = new ArrayList<>(3);
        in.beginArray();
        while (in.nextElement()) {
            numbers.add(Message.number(in));
        }
        long end = runs.isEmpty() ? 0 : runs.get(runs.size() - 1).end();
        boolean fits = numbers.size() == 3
                && numbers.get(0) >= end
                && numbers.get(1) >= 1
                && numbers.get(1) <= request.ops().size()
                && numbers.get(0) + numbers.get(1) <= request.ops().size()
                && numbers.get(2) >= 1;
        if (!fits) {
            throw new WireFormatException(
                    "An element of 'applied' is [from, count, seq], within the request, in order");
        }
        return new Run(numbers.get(0).intValue(), numbers.get(1).intValue(), numbers.get(2));
    }

    /** All results, in the order of the request. */
    PushAnswer with(PushAnswer others) {
        if (runs.isEmpty()) {
            return others;
        }
        List<OpAnswer> all = new ArrayList<>(request.ops().size());
        int used = 0;
        int at = 0;
        for (Run run : runs) {
            int between = Math.min(run.from - at, others.answers().size() - used);
            all.addAll(others.answers().subList(used, used + between));
            used += between;
            for (int i = 0; i < run.count; i++) {
                Op op = request.ops().get(run.from + i).op();
                all.add(new OpAnswer.Decided(
                        new Verdict.Applied(op.id(), run.seq + i, op.origin().claimed(), List.of())));
            }
            at = run.end();
        }
        all.addAll(others.answers().subList(used, others.answers().size()));
        return new PushAnswer(all);
    }
}
