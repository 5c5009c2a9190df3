package dev.weftwork.server.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a name still leads to the file that was opened. SQLite would go on with a database that has lost its name,
 * and what it writes there is gone when it is closed. Any thread may call.
 */
final class OpenedFile {
    private final Path file;
    /** Null where files have no keys; there they cannot be replaced while they are open either. */
    private final @Nullable Object key;

    private OpenedFile(Path file) throws IOException {
        this.file = file;
        this.key = keyOf(file);
    }

    /** The file that is there now. */
    static OpenedFile at(Path file) throws IOException {
        return new OpenedFile(file);
    }

    void requireInPlace() throws IOException {
        try {
            if (key == null || key.equals(keyOf(file))) {
                return;
            }
        } catch (NoSuchFileException e) {
            throw new IOException(file + " was deleted or moved while it was open; bring it back, or start anew", e);
        } catch (IOException e) {
            return; // what cannot be seen now may still be there; SQLite speaks up if it is not
        }
        throw new IOException(file + " was replaced by another file while it was open; start anew");
    }

    private static @Nullable Object keyOf(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }
}
