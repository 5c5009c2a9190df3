package dev.weftwork.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A running {@link JavaProgram}: what it says line by line, what it is told, and its end. Confined to one thread. */
public final class JavaProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;
    private final Writer in;
    private final Path log;

    private JavaProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.in = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
    }

    static JavaProcess start(List<String> command, Path log) throws IOException {
        return new JavaProcess(
                new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start(),
                log);
    }

    /**
     * Waits for a line that begins in a certain way; others are passed over.
     *
     * @param beginning the beginning
     * @return the rest of the line
     * @throws IOException if the process ends without such a line; the message has what it said
     */
    public String await(String beginning) throws IOException {
        StringBuilder said = new StringBuilder();
        for (String line = line(); line != null; line = line()) {
            if (line.startsWith(beginning)) {
                return line.substring(beginning.length());
            }
            said.append(line).append('\n');
        }
        throw new IOException("The process ended without '" + beginning + "': " + said + log());
    }

    /**
     * Waits for the next line.
     *
     * @return the line, or null if the process has ended and there is none
     */
    public @Nullable String line() {
        try {
            return out.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * All lines that are left, once the process has ended.
     *
     * @return the lines; the last one may be cut
     */
    public List<String> rest() {
        List<String> rest = new ArrayList<>();
        for (String line = line(); line != null; line = line()) {
            rest.add(line);
        }
        return rest;
    }

    /**
     * Sends the process a line.
     *
     * @param line the line
     */
    public void tell(String line) {
        try {
            in.write(line + "\n");
            in.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What it and those before it wrote to the standard error stream.
     *
     * @return the text
     * @throws IOException if it cannot be read
     */
    public String log() throws IOException {
        return Files.readString(log);
    }

    /** Ends it as {@code kill -9} does. */
    public void kill() {
        // the process itself would close its streams, and what it said last would be lost
        process.toHandle().destroyForcibly();
        process.onExit().join();
    }

    /**
     * Ends it as {@code kill} does.
     *
     * @return its exit code
     */
    public int end() {
        process.toHandle().destroy();
        return process.onExit().join().exitValue();
    }

    @Override
    public void close() {
        kill();
    }
}
