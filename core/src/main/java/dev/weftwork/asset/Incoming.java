package dev.weftwork.asset;

import dev.weftwork.spi.AssetAdapter;
import dev.weftwork.spi.NewAsset;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Where bytes are written until they are whole. */
final class Incoming {
    private final Path directory;
    private final Set<Path> mine = ConcurrentHashMap.newKeySet();

    Incoming(Path directory) {
        this.directory = directory;
    }

    Draft begin() throws IOException {
        Disk.makeDirectories(directory);
        Path file = Disk.newFile(directory);
        mine.add(file);
        return new Draft(file);
    }

    /** Takes away what nobody writes any more. */
    void sweep() throws IOException {
        for (Path file : Disk.list(directory)) {
            // looking at one's own would end the mark that keeps other processes off; what has another name is not ours
            if (Disk.isNewFile(file) && !mine.contains(file) && Disk.isAbandoned(file)) {
                boolean unused = Disk.delete(file);
            }
        }
    }

    /** One file being written. */
    final class Draft implements AutoCloseable {
        private final Path file;

        private Draft(Path file) {
            this.file = file;
        }

        Path file() {
            return file;
        }

        /** Writes all bytes, to the disk itself. */
        NewAsset take(AssetAdapter.Filling filling) throws IOException {
            Disk.Written out = Disk.write(file);
            try (out) {
                boolean unused = Disk.mark(out);
                NewAsset wished = filling.fill(new Unclosed(out));
                out.force();
                return wished;
            } catch (IOException e) {
                throw Disk.fullOr(e, file);
            }
        }

        /** The file is gone if it was not given a name. */
        @Override
        public void close() throws IOException {
            mine.remove(file);
            boolean unused = Disk.delete(file);
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
