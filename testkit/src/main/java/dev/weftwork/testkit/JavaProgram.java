package dev.weftwork.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * A class with a {@code main} that is started again and again in a process of its own, with the classes that this process
 * has. What is to be killed fifty times has to start fast: the classes are packed into jars, and after a {@linkplain
 * #rehearse rehearsal} the platform keeps them as it has them in memory.
 *
 * <p>Confined to one thread.
 */
public final class JavaProgram {
    private final String main;
    private final Path scratch;
    private final String classPath;
    private final int heap;

    private JavaProgram(String main, Path scratch, String classPath, int heap) {
        this.main = main;
        this.scratch = scratch;
        this.classPath = classPath;
        this.heap = heap;
    }

    /**
     * The same program with less or more memory; 256 MiB is what it has else.
     *
     * @param mebibytes the most that its heap may take
     * @return the program
     */
    public JavaProgram withHeap(int mebibytes) {
        return new JavaProgram(main, scratch, classPath, mebibytes);
    }

    /**
     * Prepares a program.
     *
     * @param main the class
     * @param scratch a directory for jars, logs and temporary files of the processes
     * @return the program
     * @throws IOException if the directory cannot be written
     */
    public static JavaProgram of(Class<?> main, Path scratch) throws IOException {
        Files.createDirectories(scratch);
        Set<Path> places = new LinkedHashSet<>();
        places.add(root(main));
        for (String property : List.of("jdk.module.path", "java.class.path")) {
            for (String part : System.getProperty(property, "").split(System.getProperty("path.separator"), -1)) {
                if (!part.isEmpty() && Files.exists(Path.of(part))) {
                    places.add(Path.of(part).toAbsolutePath());
                }
            }
        }
        List<String> jars = new ArrayList<>();
        for (Path place : places) {
            jars.add(
                    (Files.isDirectory(place) ? pack(place, scratch.resolve(jars.size() + ".jar")) : place).toString());
        }
        return new JavaProgram(main.getName(), scratch, String.join(System.getProperty("path.separator"), jars), 256);
    }

    /** Where a class lies: as part of a module it may lie where no path names it. */
    private static Path root(Class<?> type) {
        String name = type.getName().replace('.', '/') + ".class";
        String place = String.valueOf(type.getClassLoader().getResource(name));
        String root = place.substring(0, place.length() - name.length());
        return root.startsWith("jar:")
                ? Path.of(URI.create(root.substring(4, root.length() - 2)))
                : Path.of(URI.create(root));
    }

    private static Path pack(Path classes, Path jar) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            out.setLevel(0);
            files.filter(Files::isRegularFile).sorted().forEach(file -> {
                try {
                    String name = classes.relativize(file).toString().replace('\\', '/');
                    out.putNextEntry(new ZipEntry(name));
                    Files.copy(file, out);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return jar;
    }

    /**
     * Starts the program so that others of it will start faster once it has ended by itself or was told to.
     *
     * @param arguments what it is given
     * @return the process
     * @throws IOException if it cannot be started
     */
    public JavaProcess rehearse(String... arguments) throws IOException {
        return start("-XX:ArchiveClassesAtExit=" + archive(), arguments);
    }

    /**
     * Starts the program.
     *
     * @param arguments what it is given
     * @return the process
     * @throws IOException if it cannot be started
     */
    public JavaProcess start(String... arguments) throws IOException {
        boolean rehearsed = Files.exists(archive());
        return start(rehearsed ? "-XX:SharedArchiveFile=" + archive() : "-Xshare:auto", arguments);
    }

    private Path archive() {
        return scratch.resolve("classes.jsa");
    }

    private JavaProcess start(String sharing, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                sharing,
                "-Xlog:disable",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx" + heap + "m",
                "-Djava.io.tmpdir=" + scratch,
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dorg.slf4j.simpleLogger.log.dev.weftwork=trace",
                "-cp",
                classPath,
                main));
        command.addAll(List.of(arguments));
        return JavaProcess.start(command, scratch.resolve("stderr.log"));
    }
}
