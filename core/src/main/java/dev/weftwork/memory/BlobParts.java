package dev.weftwork.memory;

import dev.weftwork.graph.AssetHash;
import dev.weftwork.spi.AssetDraft;
import dev.weftwork.spi.NewAsset;
import dev.weftwork.spi.StoredAsset;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** Assets in memory of which not all has come. Thread-safe. */
final class BlobParts {
    private final Map<AssetHash, ByteArrayOutputStream> parts = new HashMap<>();
    private final Set<AssetHash> open = new HashSet<>();

    synchronized Optional<AssetDraft> open(AssetHash hash, BiFunction<NewAsset, byte[], StoredAsset> keep) {
        if (!open.add(hash)) {
            return Optional.empty();
        }
        return Optional.of(new Part(hash, parts.computeIfAbsent(hash, each -> new ByteArrayOutputStream()), keep));
    }

    synchronized Set<AssetHash> all() {
        return Set.copyOf(parts.keySet());
    }

    private synchronized void letGo(AssetHash hash, boolean forGood) {
        open.remove(hash);
        if (forGood) {
            parts.remove(hash);
        }
    }

    /** One of them. */
    private final class Part implements AssetDraft {
        private final AssetHash hash;
        private final ByteArrayOutputStream bytes;
        private final BiFunction<NewAsset, byte[], StoredAsset> keep;
        private boolean closed;

        Part(AssetHash hash, ByteArrayOutputStream bytes, BiFunction<NewAsset, byte[], StoredAsset> keep) {
            this.hash = hash;
            this.bytes = bytes;
            this.keep = keep;
        }

        @Override
        public long length() {
            return bytes.size();
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(bytes.toByteArray());
        }

        @Override
        public void append(ByteBuffer more) {
            byte[] stretch = new byte[more.remaining()];
            more.get(stretch);
            bytes.writeBytes(stretch);
        }

        @Override
        public StoredAsset finish(NewAsset wished) {
            StoredAsset stored = keep.apply(wished, bytes.toByteArray());
            end(true);
            return stored;
        }

        @Override
        public void discard() {
            end(true);
        }

        @Override
        public void close() {
            end(false);
        }

        private void end(boolean forGood) {
            if (!closed) {
                closed = true;
                letGo(hash, forGood);
            }
        }
    }
}
