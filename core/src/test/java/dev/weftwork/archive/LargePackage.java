package dev.weftwork.archive;

import dev.weftwork.format.FlowContent;
import dev.weftwork.format.PlainWorkflow;
import dev.weftwork.graph.AssetFacts;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Result;
import dev.weftwork.graph.Viewport;
import java.io.BufferedOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Run in a process with little memory: exports an asset of many bytes and imports it again. */
final class LargePackage {
    private LargePackage() {}

    /** Writes the package named first with as many bytes as the second argument says, and prints what came back. */
    public static void main(String[] task) throws Exception {
        Path file = Path.of(task[0]);
        long length = Long.parseLong(task[1]);
        AssetRef film =
                new AssetRef.Opfs("assets/video/film", new AssetFacts("video/mp4", null, null, AssetFacts.NONE.rest()));
        Node node =
                Node.builder(NodeId.of("n"), "video").result(Result.asset(film)).build();
        FlowContent content = new FlowContent("Film", Viewport.ORIGIN, Map.of(), List.of(node), List.of());
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            PackageExport.write(
                    PlainWorkflow.of(content),
                    Packages.APP,
                    Packages.THEN,
                    ref -> new Noise(length),
                    PackageLimits.DEFAULT,
                    out);
        }
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            PackageContent.take(PackageReader.open(channel, PackageLimits.DEFAULT), (asset, bytes) -> {
                System.out.println(bytes.transferTo(OutputStream.nullOutputStream()));
                return film;
            });
        }
    }

    /** Bytes without a pattern, the same each time. */
    private static final class Noise extends InputStream {
        private final Random random = new Random(3);
        private final byte[] block = new byte[1 << 20];
        private long left;

        Noise(long length) {
            left = length;
            random.nextBytes(block);
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (left == 0) {
                return -1;
            }
            int at = (int) (left % block.length);
            int count = (int) Math.min(left, Math.min(length, block.length - at));
            System.arraycopy(block, at, target, offset, count);
            left -= count;
            return count;
        }
    }
}
