package dev.weftwork.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.weftwork.archive.Packages.Shelf;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packages pass through memory in pieces, and other people's tools open them. */
final class LargePackageTest {
    /** Three times the heap in the build; the thorough run sets 1024. */
    private static final int MEGABYTES = Integer.getInteger("weftwork.package.megabytes", 200);

    private static final int MOST_MINUTES = 10;

    @TempDir
    private Path directory;

    @Test
    void aPackageOfManyTimesTheHeapIsWrittenAndRead() throws Exception {
        long bytes = (long) MEGABYTES << 20;
        String said = run(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-cp",
                classPath(),
                LargePackage.class.getName(),
                directory.resolve("film.genaiw.zip").toString(),
                Long.toString(bytes));

        assertThat(said.trim()).isEqualTo(Long.toString(bytes));
    }

    @Test
    void unzipFindsNothingWrong() throws Exception {
        Path unzip = Path.of("/usr/bin/unzip");
        assumeThat(unzip).exists();

        assertThat(run(unzip.toString(), "-t", packaged().toString())).contains("No errors detected");
    }

    @Test
    void pythonFindsNothingWrong() throws Exception {
        Path python = Path.of("/usr/bin/python3");
        assumeThat(python).exists();

        assertThat(run(python.toString(), "-m", "zipfile", "-t", packaged().toString()))
                .contains("Done testing");
    }

    private Path packaged() throws IOException {
        Shelf shelf = new Shelf();
        return Files.write(directory.resolve("poster.genaiw.zip"), Packages.export(Packages.poster(shelf), shelf));
    }

    /** What a program says that ends well; one that does not end is ended. */
    private String run(String... command) throws Exception {
        Path out = directory.resolve("said");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        boolean ended = process.waitFor(MOST_MINUTES, TimeUnit.MINUTES);
        process.destroyForcibly();
        String said = Files.readString(out);
        assertThat(ended)
                .as("%s did not end within %s minutes; it said: %s", command[0], MOST_MINUTES, said)
                .isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }

    /** All that the running tests see, whether as modules or on the class path. */
    private static String classPath() {
        List<String> parts = new ArrayList<>();
        String name = LargePackage.class.getName().replace('.', '/') + ".class";
        String place = String.valueOf(LargePackage.class.getClassLoader().getResource(name));
        parts.add(Path.of(URI.create(place.substring(0, place.length() - name.length())))
                .toString());
        Stream.of("jdk.module.path", "java.class.path")
                .map(property -> System.getProperty(property, ""))
                .filter(path -> !path.isEmpty())
                .forEach(parts::add);
        return String.join(File.pathSeparator, parts);
    }
}
