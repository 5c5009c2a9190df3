package dev.weftwork.store;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The door to files for packages: one is read, or one is written beside its place and moved there when complete. */
final class PackageFile {
    private static final int BUFFER = 64 << 10;

    private PackageFile() {}

    /** Writes a package. */
    interface Writing<T> {
        T to(OutputStream out) throws IOException;
    }

    static SeekableByteChannel open(Path file) throws IOException {
        return Files.newByteChannel(file);
    }

    static <T> T write(Path file, Writing<T> writing) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IOException(file + " is no file in a directory; name one");
        }
        Path draft = Files.createTempFile(directory, "package-", ".part");
        try {
            T written = writeDurably(draft, writing);
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            return written;
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static <T> T writeDurably(Path draft, Writing<T> writing) throws IOException {
        try (FileOutputStream file = new FileOutputStream(draft.toFile());
                OutputStream out = new BufferedOutputStream(file, BUFFER)) {
            T written = writing.to(out);
            out.flush();
            file.getFD().sync();
            return written;
        }
    }
}
