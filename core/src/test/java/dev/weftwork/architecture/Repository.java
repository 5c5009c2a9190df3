package dev.weftwork.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the architecture tests find what they judge: compiled classes of core, sources of every module. */
final class Repository {
    private Repository() {}

    static JavaClasses mainClassesOfCore() {
        return classesIn("core/target/classes");
    }

    static JavaClasses testClassesOfCore() {
        return classesIn("core/target/test-classes");
    }

    static List<Path> mainSources() {
        return javaFilesUnder("src/main/java");
    }

    static List<Path> testSources() {
        return javaFilesUnder("src/test/java");
    }

    static Path root() {
        Path start = Path.of("").toAbsolutePath();
        for (Path place = start; place != null; place = place.getParent()) {
            if (Files.isRegularFile(place.resolve("core/pom.xml"))) {
                return place;
            }
        }
        throw new IllegalStateException("No core/pom.xml in or above " + start);
    }

    private static JavaClasses classesIn(String directory) {
        JavaClasses classes = new ClassFileImporter().importPath(root().resolve(directory));
        if (classes.isEmpty()) {
            throw new IllegalStateException("No classes in " + directory + ", so every rule would hold");
        }
        return classes;
    }

    private static List<Path> javaFilesUnder(String sourceRoot) {
        try (Stream<Path> children = Files.list(root())) {
            return children.filter(child -> Files.isRegularFile(child.resolve("pom.xml")))
                    .map(module -> module.resolve(sourceRoot))
                    .filter(Files::isDirectory)
                    .flatMap(sources -> javaFilesIn(sources).stream())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> javaFilesIn(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
