package dev.weftwork.server;

import dev.weftwork.testkit.JavaProcess;
import dev.weftwork.testkit.JavaProgram;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A server in a process of its own, which can be killed.
 *
 * @param process the process
 * @param address where it listens
 */
record ServerProcess(JavaProcess process, URI address) implements AutoCloseable {
    static ServerProcess start(JavaProgram program, Path directory, String... options) throws IOException {
        return listening(program.start(arguments(directory, options)));
    }

    /** A first run, after which others start faster. */
    static ServerProcess rehearse(JavaProgram program, Path directory, String... options) throws IOException {
        return listening(program.rehearse(arguments(directory, options)));
    }

    private static ServerProcess listening(JavaProcess process) throws IOException {
        return new ServerProcess(process, URI.create(process.await("Listening on ")));
    }

    private static String[] arguments(Path directory, String... options) {
        List<String> arguments = new ArrayList<>(List.of("--directory", directory.toString(), "--port", "0"));
        arguments.addAll(List.of(options));
        return arguments.toArray(String[]::new);
    }

    @Override
    public void close() {
        process.close();
    }
}
