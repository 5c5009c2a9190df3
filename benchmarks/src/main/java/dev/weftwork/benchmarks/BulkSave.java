package dev.weftwork.benchmarks;

import dev.weftwork.sqlite.Durability;
import dev.weftwork.store.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A whole graph in one edit: until it is durable, and until the file is folded, checkpointed and closed. */
final class BulkSave implements Measurement {
    private static final int NODES = 10_000;
    private static final int WARM_UPS = 10;
    private static final int ROUNDS = 7;

    @Override
    public List<String> figures() {
        return List.of("bulk-save", "bulk-save-folded", "disk-bytes");
    }

    @Override
    public List<Figure> measure(Scratch scratch) throws Exception {
        SampleGraph graph = SampleGraph.of(NODES);
        List<Double> ourBytes = new ArrayList<>();
        List<Double> rawBytes = new ArrayList<>();
        Series series = Rounds.run(
                WARM_UPS,
                ROUNDS,
                watch -> ourBytes.add(ours(graph, scratch.fresh("ours"), watch)),
                watch -> rawBytes.add(raw(graph, scratch.fresh("raw"), watch)));
        double our = ourBytes.get(0);
        double raw = rawBytes.get(0);
        String bytes = "ours " + Figure.number(our) + " bytes, raw " + Figure.number(raw);
        return List.of(
                new Figure("bulk-save", series.ratio("ours", "raw"), "x", "bar <= 0.25", series.detail("ours", "raw")),
                new Figure(
                        "bulk-save-folded",
                        series.ratio("ours-closed", "raw-closed"),
                        "x",
                        "bar <= 1.0",
                        series.detail("ours-closed", "raw-closed")),
                new Figure("disk-bytes", our / raw, "x", "bar <= 1.0", bytes));
    }

    private static double ours(SampleGraph graph, Path file, Stopwatch watch) throws Exception {
        Store store = OurStore.openEmpty(file, Durability.FULL);
        watch.start();
        OurStore.save(graph, store).awaitDurable();
        watch.lap("ours");
        store.close();
        watch.lap("ours-closed");
        return size(file);
    }

    private static double raw(SampleGraph graph, Path file, Stopwatch watch) throws Exception {
        RawDatabase raw = RawDatabase.open(file, Durability.FULL);
        watch.start();
        raw.save(SampleGraph.WORKFLOW, graph);
        watch.lap("raw");
        raw.checkpoint();
        raw.close();
        watch.lap("raw-closed");
        return size(file);
    }

    private static double size(Path file) throws Exception {
        double bytes = Scratch.bytes(file);
        Scratch.remove(file);
        return bytes;
    }
}
