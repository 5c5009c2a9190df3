package dev.weftwork.sqlite.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** A small file system in memory, which can be mounted where the tests run as root. */
final class SmallMount implements AutoCloseable {
    private final Path directory;

    private SmallMount(Path directory) {
        this.directory = directory;
    }

    /** Mounts one, or skips the test where that cannot be done. */
    static SmallMount at(Path directory, int bytes) throws IOException {
        Files.createDirectories(directory);
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=" + bytes, "tmpfs", directory.toString());
        Assumptions.assumeTrue(mounted, "a file system can be mounted here");
        return new SmallMount(directory);
    }

    /** Takes all space but some. */
    void fill(int left) throws IOException {
        long free = Files.getFileStore(directory).getUsableSpace();
        Files.write(ballast(), new byte[(int) Math.max(0, free - left)]);
    }

    void free() throws IOException {
        Files.delete(ballast());
    }

    private Path ballast() {
        return directory.resolve("ballast");
    }

    @Override
    public void close() throws IOException {
        if (!run("umount", directory.toString())) {
            throw new IOException("Cannot unmount " + directory);
        }
    }

    private static boolean run(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .onExit()
                            .join()
                            .exitValue()
                    == 0;
        } catch (IOException noSuchCommand) {
            return false;
        }
    }
}
