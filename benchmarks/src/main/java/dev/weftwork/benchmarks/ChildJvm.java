package dev.weftwork.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another JVM with the same class path, in which {@link Child} does one thing. */
final class ChildJvm implements AutoCloseable {
    /** How many nodes the graph has whose edits are left pending. */
    static final int PENDING_NODES = 1_000;

    private final Process process;
    private final BufferedReader output;

    private ChildJvm(Process process) {
        this.process = process;
        output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static ChildJvm start(List<String> options, String... task) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
        command.addAll(options);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(Child.class.getName());
        command.addAll(List.of(task));
        return new ChildJvm(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Waits for the end of the task and gives what it printed. */
    static List<String> run(List<String> options, String... task) throws Exception {
        try (ChildJvm child = start(options, task)) {
            List<String> lines = child.lines();
            int code = child.process.waitFor();
            if (code != 0) {
                throw new IllegalStateException(String.join(" ", task) + " ended with " + code);
            }
            return lines;
        }
    }

    void requireLine(String expected) throws IOException {
        String line = output.readLine();
        if (!expected.equals(line)) {
            throw new IllegalStateException("The other process said '" + line + "' instead of '" + expected + "'");
        }
    }

    /** All lines until it ends. */
    List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            lines.add(line);
        }
        return lines;
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        output.close();
    }
}
