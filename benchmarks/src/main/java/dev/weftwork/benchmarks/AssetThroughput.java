package dev.weftwork.benchmarks;

import dev.weftwork.asset.AssetArrival;
import dev.weftwork.asset.AssetOptions;
import dev.weftwork.asset.AssetStorage;
import dev.weftwork.asset.DirectoryAssets;
import dev.weftwork.graph.AssetHash;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.http.HttpRemote;
import dev.weftwork.spi.RemoteAssets;
import dev.weftwork.spi.RemoteReply;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One large asset into a directory, out of it, to the server and back, beside what nobody gets around: hashing the bytes
 * and copying the file to the disk.
 */
final class AssetThroughput implements Measurement {
    private static final int MEGABYTES = Integer.getInteger("weftwork.asset.megabytes", 256);
    private static final int BLOCK = 1 << 20;
    /** What our own files are written by. */
    private static final int PIECE = 64 << 10;

    /** The compiler needs a third of both processors until the third round. */
    private static final int WARM_UPS = 4;

    private static final int ROUNDS = 5;

    private int turn;

    @Override
    public List<String> figures() {
        return List.of("asset-put", "asset-get", "asset-upload", "asset-download");
    }

    @Override
    public List<Figure> measure(Scratch scratch) throws Exception {
        Path film = scratch.directory("film").resolve("film.mp4");
        List<Figure> figures = new ArrayList<>();
        try (SyncSite site = SyncSite.start(scratch.directory("server"));
                HttpRemote remote = HttpRemote.at(site.address(), () -> SyncSite.TOKEN)) {
            RemoteAssets wire = remote.assets().orElseThrow();
            Series series = Rounds.run(WARM_UPS, ROUNDS, watch -> round(film, scratch.directory("round"), wire, watch));
            double raw = series.millis("raw");
            for (String name : List.of("put", "get", "upload", "download")) {
                double wall = series.millis(name);
                String bar = name.length() == 3 ? (name.equals("put") ? "bar >= 0.6" : "no bar") : "bar >= 0.5";
                String detail =
                        MEGABYTES + " MiB: " + Math.round(MEGABYTES / wall * 1e3) + " MiB/s, SHA-256 and a copy "
                                + Math.round(MEGABYTES / raw * 1e3) + " MiB/s; both reach the disk";
                figures.add(new Figure("asset-" + name, raw / wall, "x", bar, detail));
            }
        }
        return figures;
    }

    /** Other bytes each time, since what is there is not put or sent again. */
    private void round(Path film, Path place, RemoteAssets wire, Stopwatch watch) throws Exception {
        fill(film, ++turn);
        warm(place);
        watch.start();
        AssetHash hash = hash(film);
        copy(film, place.resolve("copy"));
        watch.lap("raw");
        try (DirectoryAssets here = DirectoryAssets.at(place.resolve("here"));
                DirectoryAssets there = DirectoryAssets.at(place.resolve("there"))) {
            AssetStorage assets = AssetStorage.on(here, System::currentTimeMillis);
            warm(place);
            watch.start();
            AssetRef ref = assets.put(film, AssetOptions.of("video/mp4"));
            watch.lap("put");
            watch.start();
            try (InputStream content = assets.get(ref).orElseThrow()) {
                long unused = content.transferTo(OutputStream.nullOutputStream());
            }
            watch.lap("get");
            long size = Files.size(film);
            warm(place);
            watch.start();
            value(wire.upload(
                            hash,
                            size,
                            from -> assets.get(ref, from, size - from).orElseThrow(),
                            done -> {})
                    .join());
            watch.lap("upload");
            warm(place);
            watch.start();
            download(wire, hash, AssetStorage.on(there, System::currentTimeMillis));
            watch.lap("download");
        }
        Files.delete(place.resolve("copy"));
    }

    private static void download(RemoteAssets wire, AssetHash hash, AssetStorage into) throws IOException {
        try (AssetArrival arrival = into.arrival(hash).orElseThrow()) {
            value(wire.download(hash, 0, arrival::take, done -> {}).join());
            AssetRef unused = arrival.finish("video/mp4");
        }
    }

    private static void value(RemoteReply<Long> reply) {
        if (reply instanceof RemoteReply.Failed<Long> failed) {
            throw new IllegalStateException("The transfer did not work: " + failed.failure());
        }
    }

    private static AssetHash hash(Path file) throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] block = new byte[BLOCK];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(block); count >= 0; count = in.read(block)) {
                digest.update(block, 0, count);
            }
        }
        return AssetHash.of(digest);
    }

    /**
     * A virtual machine pays for memory that it has not used before, ten times what copying into it costs, and whoever
     * writes a file first after another was deleted does not. So each writes into memory that was just given back. It is
     * written in small pieces, and twice as much: the system gives small writes the scattered memory first, which a file in
     * large pieces leaves unused.
     */
    private static void warm(Path place) throws IOException {
        Path file = place.resolve("warm");
        byte[] piece = new byte[PIECE];
        new Random(0).nextBytes(piece);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long left = 2L * MEGABYTES * BLOCK; left > 0; left -= PIECE) {
                out.write(piece);
            }
        }
        Files.delete(file);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to);
        try (FileChannel channel = FileChannel.open(to, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static void fill(Path file, int seed) throws IOException {
        byte[] block = new byte[BLOCK];
        Random random = new Random(seed);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < MEGABYTES; i++) {
                random.nextBytes(block);
                out.write(block);
            }
        }
    }
}
