package dev.weftwork.asset;

import dev.weftwork.spi.AssetAdapter;
import dev.weftwork.spi.NewAsset;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Where bytes are written until they are whole. */
final class Incoming {
    private final Path directory;

    Incoming(Path directory) {
        this.directory = directory;
    }

    /**
     * A new file that is marked as long as it has no other name. A sweep elsewhere, in this process or in another, may
     * look at it before the mark is there and take it away; then another is begun.
     */
    Draft begin() throws IOException {
        Disk.makeDirectories(directory);
        Optional<Draft> begun = Optional.empty();
        while (begun.isEmpty()) {
            begun = tryToBegin();
        }
        return begun.get();
    }

    private Optional<Draft> tryToBegin() throws IOException {
        Path file = Disk.newFile(directory);
        boolean unused = OwnFiles.add(file);
        Draft draft = new Draft(file, Disk.write(file));
        boolean kept = false;
        try {
            // looked for after marking: from then on nobody takes it away
            kept = Disk.mark(draft.out) != Disk.Mark.OTHERS && Disk.isFile(file);
        } finally {
            if (!kept) {
                draft.close();
            }
        }
        return kept ? Optional.of(draft) : Optional.empty();
    }

    /** Takes away what nobody writes any more. */
    void sweep() throws IOException {
        for (Path file : Disk.list(directory)) {
            // looking at one's own would end the mark that keeps other processes off; what has another name is not ours
            if (Disk.isNewFile(file) && !OwnFiles.contains(file)) {
                boolean unused = Disk.deleteIfAbandoned(file);
            }
        }
    }

    /** One file being written. */
    static final class Draft implements AutoCloseable {
        private final Path file;
        private final Disk.Written out;

        private Draft(Path file, Disk.Written out) {
            this.file = file;
            this.out = out;
        }

        Path file() {
            return file;
        }

        /** Writes all bytes, to the disk itself. */
        NewAsset take(AssetAdapter.Filling filling) throws IOException {
            try {
                NewAsset wished = filling.fill(new Unclosed(out));
                out.force();
                return wished;
            } catch (IOException e) {
                throw Disk.fullOr(e, file);
            }
        }

        /** Writes a short text, to the disk itself. */
        void write(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.force();
        }

        /** Ends the mark; for systems that give no file a name while it is open. */
        void release() throws IOException {
            out.close();
        }

        /** The file is gone if it was not given a name. */
        @Override
        public void close() throws IOException {
            try {
                out.close();
            } finally {
                OwnFiles.remove(file);
                boolean unused = Disk.delete(file);
            }
        }
    }

    /** Lets the one who fills it not close the file before it is forced. */
    private static final class Unclosed extends OutputStream {
        private final OutputStream out;

        Unclosed(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int value) throws IOException {
            out.write(value);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }
    }
}
