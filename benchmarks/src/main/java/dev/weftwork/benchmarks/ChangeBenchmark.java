package dev.weftwork.benchmarks;

import dev.weftwork.change.GraphState;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpJson;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.JsonCursor;
import dev.weftwork.graph.JsonWriter;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What an edit is made of: joining, writing and reading operations, scanning JSON. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ChangeBenchmark {
    private static final int NODES = 1_000;
    private static final int EDITS = 10_000;

    private final SampleGraph graph = SampleGraph.of(NODES);
    private final GraphState base = Edits.state(graph);
    private final List<Op> mine = Edits.of("mine", graph, EDITS);
    private final List<Op> theirs = Edits.of("theirs", graph, EDITS);
    private final GraphState one = Edits.join(base, mine);
    private final GraphState other = Edits.join(base, theirs);
    private final Op move = mine.get(0);
    private final String moveText = text(move);
    private final String config = RawOp.config(graph.steps().get(0));

    /** Another replica's edits, one by one. */
    @Benchmark
    @OperationsPerInvocation(EDITS)
    public GraphState joinOperations() {
        return Edits.join(one, theirs);
    }

    /** Another replica's state, whole. */
    @Benchmark
    public GraphState joinStates() {
        return one.join(other);
    }

    /** A move becomes text. */
    @Benchmark
    public String writeOperation() {
        return text(move);
    }

    /** A move is read. */
    @Benchmark
    public Op readOperation() {
        return OpJson.read(new JsonCursor(moveText));
    }

    /** A config of 300 bytes is checked. */
    @Benchmark
    public Json scanJson() {
        return Json.parse(config);
    }

    /** A config of 300 bytes is taken apart. */
    @Benchmark
    public int readJson() {
        return Json.parse(config).toMap().size();
    }

    private static String text(Op op) {
        JsonWriter out = new JsonWriter(384);
        OpJson.write(op, out);
        return out.toString();
    }
}
