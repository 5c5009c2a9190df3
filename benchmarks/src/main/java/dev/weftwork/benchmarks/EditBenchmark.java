package dev.weftwork.benchmarks;

import dev.weftwork.graph.NodeId;
import dev.weftwork.sqlite.Durability;
import dev.weftwork.store.Commit;
import dev.weftwork.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One edit of a store on SQLite: the call, and until it is durable. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class EditBenchmark {
    private static final int NODES = 10_000;
    private static final SampleGraph GRAPH = SampleGraph.of(NODES);

    private final Scratch scratch;
    private final Store store;
    private int count;

    /** Makes a file and opens it. */
    public EditBenchmark() {
        try {
            scratch = Scratch.under(Path.of(System.getProperty("java.io.tmpdir")));
            store = OurStore.openWith(GRAPH, scratch.fresh("edits"), Durability.NORMAL);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Takes the file away.
     *
     * @throws IOException if it is still in use
     */
    @TearDown
    public void remove() throws IOException {
        store.close();
        scratch.close();
    }

    /** The call alone. */
    @Benchmark
    public Commit call() {
        NodeId node =
                NodeId.of(GRAPH.steps().get(Math.floorMod(++count * 7, NODES)).id());
        double x = count;
        return store.edit(OurStore.WORKFLOW, draft -> draft.moveNode(node, x, 40));
    }

    /** Until it is durable. */
    @Benchmark
    public void durable() {
        call().awaitDurable();
    }
}
