package dev.weftwork.asset;

import dev.weftwork.graph.AssetHash;
import dev.weftwork.spi.AssetDraft;
import dev.weftwork.spi.NewAsset;
import dev.weftwork.spi.StoredAsset;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Content that comes in stretches: a file for each, called by the hash that it is to have. */
final class Arriving {
    private final Path directory;

    /** Gives a finished file its name. */
    interface Naming {
        StoredAsset name(Path file, NewAsset wished) throws IOException;
    }

    Arriving(Path directory) {
        this.directory = directory;
    }

    /** Opens the file of some content, unless somebody has it open, in this process or in another. */
    Optional<AssetDraft> open(AssetHash hash, Naming naming) throws IOException {
        Disk.makeDirectories(directory);
        Path file = directory.resolve(hash.hex());
        if (!OwnFiles.add(file)) {
            return Optional.empty();
        }
        boolean marked = false;
        try {
            Disk.Growing out = Disk.append(file);
            try {
                marked = Disk.mark(out) != Disk.Mark.OTHERS;
                return marked ? Optional.of(new Part(file, out, Disk.length(file), naming)) : Optional.empty();
            } finally {
                if (!marked) {
                    out.close();
                }
            }
        } finally {
            if (!marked) {
                OwnFiles.remove(file);
            }
        }
    }

    Set<AssetHash> all() throws IOException {
        Set<AssetHash> all = new HashSet<>();
        for (Path file : Disk.list(directory)) {
            String name = String.valueOf(file.getFileName());
            if (AssetHash.isHex(name)) {
                all.add(new AssetHash(name));
            }
        }
        return all;
    }

    /** One file. */
    private static final class Part implements AssetDraft {
        private final Path file;
        private final Naming naming;
        private Disk.@Nullable Growing out;
        private long length;

        Part(Path file, Disk.Growing out, long length, Naming naming) {
            this.file = file;
            this.out = out;
            this.length = length;
            this.naming = naming;
        }

        private Disk.Growing out() throws IOException {
            requireOpen();
            return Objects.requireNonNull(out);
        }

        private void requireOpen() throws IOException {
            if (out == null) {
                throw new IOException("This part was let go of; take it up once more");
            }
        }

        @Override
        public long length() {
            return length;
        }

        @Override
        public InputStream open() throws IOException {
            return new GrowingStream(out());
        }

        @Override
        public void append(ByteBuffer bytes) throws IOException {
            int count = bytes.remaining();
            try {
                if (bytes.hasArray()) {
                    out().append(bytes.array(), bytes.arrayOffset() + bytes.position(), count);
                    bytes.position(bytes.limit());
                } else {
                    byte[] stretch = new byte[count];
                    bytes.get(stretch);
                    out().append(stretch, 0, count);
                }
                length += count;
            } catch (IOException e) {
                length = Disk.length(file);
                throw Disk.fullOr(e, file);
            }
        }

        /** Until it has its name nobody else of this process takes it up, or away. */
        @Override
        public StoredAsset finish(NewAsset wished) throws IOException {
            out().force();
            try {
                letGo();
                return naming.name(file, wished);
            } finally {
                OwnFiles.remove(file);
            }
        }

        @Override
        public void discard() throws IOException {
            requireOpen();
            try {
                letGo();
                boolean unused = Disk.delete(file);
            } finally {
                OwnFiles.remove(file);
            }
        }

        @Override
        public void close() throws IOException {
            if (out != null) {
                try {
                    letGo();
                } finally {
                    OwnFiles.remove(file);
                }
            }
        }

        private void letGo() throws IOException {
            Disk.Growing open = out;
            out = null;
            if (open != null) {
                open.close();
            }
        }
    }
}
