package dev.weftwork.testkit;

import dev.weftwork.asset.AssetOptions;
import dev.weftwork.asset.AssetStorage;
import dev.weftwork.asset.DirectoryAssets;
import dev.weftwork.graph.AssetHash;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.spi.AssetAdapter;
import dev.weftwork.spi.AssetDraft;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process with assets: {@code large} puts one and reads it back, {@code half} stops in the middle of a put until it is killed,
 * {@code take} goes on with a part that has come, if it may, and sweeps.
 */
final class AssetProgram {
    private AssetProgram() {}

    public static void main(String[] args) throws IOException {
        AssetStorage assets = AssetStorage.on(DirectoryAssets.at(Path.of(args[1])), () -> 0);
        if (args[0].equals("take")) {
            take(DirectoryAssets.at(Path.of(args[1])), new AssetHash(args[2]));
            return;
        }
        long bytes = Long.parseLong(args[2]) << 20;
        boolean whole = args[0].equals("large");
        AssetRef ref = assets.put(new Endless(bytes, whole ? Long.MAX_VALUE : bytes / 2), AssetOptions.of("video/mp4"));
        System.out.println(
                "READ " + assets.verify(ref).orElseThrow() + " " + ref.bytes().orElseThrow());
    }

    private static void take(AssetAdapter assets, AssetHash hash) throws IOException {
        Optional<AssetDraft> part = assets.draft(hash);
        if (part.isPresent()) {
            part.get().append(ByteBuffer.wrap(new byte[] {1}));
        }
        assets.sweep();
        System.out.println("TAKEN " + part.isPresent());
    }

    /** Bytes that cost nothing to make. */
    private static final class Endless extends InputStream {
        private final long stop;
        private long left;

        Endless(long bytes, long stop) {
            left = bytes;
            this.stop = stop;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (left <= stop && stop != Long.MAX_VALUE) {
                System.out.println("HALF");
                int unused = System.in.read();
            }
            if (left == 0) {
                return -1;
            }
            int n = (int) Math.min(length, left);
            for (int i = offset; i < offset + n; i += 512) {
                target[i] = (byte) (left >> 9);
            }
            left -= n;
            return n;
        }
    }
}
