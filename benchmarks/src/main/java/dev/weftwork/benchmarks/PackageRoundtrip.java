package dev.weftwork.benchmarks;

import dev.weftwork.archive.PackageContent;
import dev.weftwork.archive.PackageExport;
import dev.weftwork.archive.PackageLimits;
import dev.weftwork.archive.PackageManifest;
import dev.weftwork.archive.PackageReader;
import dev.weftwork.graph.AssetFacts;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Result;
import dev.weftwork.graph.Workflow;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.store.Store;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** One large asset from a file into a package and out of it into a file again, in a JVM with little memory. */
final class PackageRoundtrip implements Measurement {
    private static final int MEGABYTES = Integer.getInteger("weftwork.package.megabytes", 1024);
    private static final int BLOCK = 1 << 20;

    @Override
    public List<String> figures() {
        return List.of("package-roundtrip", "package-roundtrip-heap");
    }

    @Override
    public List<Figure> measure(Scratch scratch) throws Exception {
        String place = scratch.directory("package").toString();
        List<String> said = ChildJvm.run(List.of("-Xmx64m"), "package-roundtrip", place, Integer.toString(MEGABYTES));
        double export = Double.parseDouble(said.get(0));
        double restore = Double.parseDouble(said.get(1));
        double rate = MEGABYTES / (export + restore);
        String detail = MEGABYTES + " MiB of one asset, out " + Math.round(MEGABYTES / export)
                + " MiB/s (it is read twice), in " + Math.round(MEGABYTES / restore) + " MiB/s, -Xmx64m";
        return List.of(
                new Figure("package-roundtrip", rate, "MiB/s", "no bar", detail),
                new Figure("package-roundtrip-heap", Double.parseDouble(said.get(2)), "MiB", "bar < 64", detail));
    }

    /** What the other JVM does; prints the seconds out and in, and the most memory that was in use. */
    static void run(Path directory, int megabytes) throws IOException {
        Path film = directory.resolve("film.mp4");
        fill(film, megabytes);
        Path file = directory.resolve("film.genaiw.zip");
        AssetRef ref = new AssetRef.Opfs("assets/video/film", AssetFacts.NONE);
        Workflow workflow = workflow(ref);
        double started = seconds();
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            PackageManifest.App app = new PackageManifest.App("benchmarks", "");
            PackageExport.write(
                    workflow, app, Instant.EPOCH, asset -> Files.newInputStream(film), PackageLimits.DEFAULT, out);
        }
        double exported = seconds();
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            PackageContent.take(PackageReader.open(channel, PackageLimits.DEFAULT), (asset, bytes) -> {
                Files.copy(bytes, directory.resolve("restored.mp4"));
                return ref;
            });
        }
        double imported = seconds();
        if (Files.mismatch(film, directory.resolve("restored.mp4")) >= 0) {
            throw new IllegalStateException("What came out is not what went in");
        }
        System.out.println(exported - started);
        System.out.println(imported - exported);
        System.out.println(peakHeap() / (1 << 20));
    }

    private static Workflow workflow(AssetRef ref) {
        WorkflowId id = WorkflowId.of("film");
        try (Store store = Store.builder().storage(MemoryStorage.create()).open()) {
            store.createWorkflow(
                    id,
                    "Film",
                    draft -> draft.addNode(NodeId.of("n"), "video", node -> node.result(Result.asset(ref))));
            return store.workflow(id);
        }
    }

    private static void fill(Path file, int megabytes) throws IOException {
        byte[] block = new byte[BLOCK];
        Random random = new Random(3);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < megabytes; i++) {
                random.nextBytes(block);
                out.write(block);
            }
        }
    }

    private static double seconds() {
        return System.nanoTime() / 1e9;
    }

    private static double peakHeap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
    }
}
