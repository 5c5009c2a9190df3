package dev.weftwork.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Prints the figures: all of them, or those that are named, each as a line {@code figure NAME VALUE UNIT}. */
public final class Figures {
    private static final List<Measurement> ALL = List.of(
            new EditCall(),
            new EditScaling(),
            DurableEdits.normal(),
            DurableEdits.full(),
            new BulkSave(),
            new DiskGrowth(),
            new ColdLoad(),
            new LoadScaling(),
            new FreshJvm(),
            new OpenMany(),
            new PendingStart(),
            new HeapPerNode(),
            new MergeRate(),
            new PeerLatency(),
            new CatchUp(),
            new LiveLatency(),
            new ServerIngest(),
            new RestDefinition(),
            new SimulationRate(),
            new MoveBytes(),
            new VersionDelta(),
            new IdleHeap(),
            new Drag(),
            new PackageRoundtrip(),
            new AssetThroughput());

    private Figures() {}

    /**
     * Measures and prints.
     *
     * @param names the figures wanted; none means all
     * @throws Exception if something cannot be measured
     */
    public static void main(String[] names) throws Exception {
        Set<String> unknown = new HashSet<>(List.of(names));
        List<String> known = new ArrayList<>();
        ALL.forEach(measurement -> known.addAll(measurement.figures()));
        known.forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            System.err.println("No such figures: " + unknown + "; there are " + known);
            System.exit(2);
        }
        Path place = Path.of(System.getProperty("weftwork.benchmarks.directory", System.getProperty("java.io.tmpdir")));
        for (Measurement measurement : ALL) {
            if (names.length == 0 || List.of(names).stream().anyMatch(measurement.figures()::contains)) {
                print(measurement, place);
            }
        }
    }

    private static void print(Measurement measurement, Path place) throws Exception {
        try (Scratch scratch = Scratch.under(place)) {
            for (Figure figure : measurement.measure(scratch)) {
                System.out.println(figure.text());
            }
        }
    }
}
