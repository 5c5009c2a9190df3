package dev.weftwork.benchmarks;

import dev.weftwork.benchmarks.SampleGraph.Step;
import dev.weftwork.graph.NodeId;
import dev.weftwork.sqlite.Durability;
import dev.weftwork.store.Store;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SplittableRandom;

/** How long until a listener in another process on the same file hears of an edit. */
final class PeerLatency implements Measurement {
    private static final int EDITS = 200;

    @Override
    public List<String> figures() {
        return List.of("peer-latency-p50", "peer-latency-p99");
    }

    @Override
    public List<Figure> measure(Scratch scratch) throws Exception {
        Path file = scratch.fresh("shared");
        SampleGraph graph = SampleGraph.of(EDITS);
        double[] micros;
        try (Store store = OurStore.openWith(graph, file, Durability.FULL);
                ChildJvm peer = ChildJvm.start(List.of(), "listen", file.toString(), Integer.toString(EDITS))) {
            peer.requireLine("listening");
            SplittableRandom random = new SplittableRandom(5);
            for (Step step : graph.steps()) {
                Thread.sleep(random.nextInt(5, 120));
                store.edit(OurStore.WORKFLOW, draft -> draft.moveNode(NodeId.of(step.id()), microsNow(), 0));
            }
            micros = peer.lines().stream()
                    .mapToDouble(Double::parseDouble)
                    .sorted()
                    .toArray();
        }
        if (micros.length != EDITS) {
            throw new IllegalStateException("The peer heard of " + micros.length + " edits of " + EDITS);
        }
        String detail = EDITS + " edits at random moments, from before edit() to the peer's listener; slowest "
                + Figure.number(micros[EDITS - 1] / 1e3) + " ms";
        return List.of(
                new Figure("peer-latency-p50", micros[EDITS / 2] / 1e3, "ms", "no bar", detail),
                new Figure("peer-latency-p99", micros[EDITS * 99 / 100] / 1e3, "ms", "bar < 1000", detail));
    }

    /** The wall clock, which both processes share; a double holds it exactly. */
    static double microsNow() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }
}
