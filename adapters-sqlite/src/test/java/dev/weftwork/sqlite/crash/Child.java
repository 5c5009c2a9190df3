package dev.weftwork.sqlite.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** A process of ours on the tests' own class path, and what it has said so far. */
final class Child {
    /** Far beyond what the slowest machine takes; whoever waits longer waits for something that never comes. */
    static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Process process;
    private final Thread reader;
    private final List<String> lines = new ArrayList<>();
    private boolean over;
    private int heard;

    private Child(Process process) {
        this.process = process;
        reader = new Thread(this::read, "reader of " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts a Java process, which loads fast rather than runs fast. */
    static Child start(Class<?> main, Path temp, List<String> args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-Dorg.sqlite.tmpdir=" + temp,
                "-cp",
                classPath(main),
                main.getName()));
        command.addAll(args);
        return new Child(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** All that the running tests see, whether as modules or on the class path. */
    private static String classPath(Class<?> main) {
        Set<String> parts = new LinkedHashSet<>();
        parts.add(root(main).toString());
        for (String property : List.of("jdk.module.path", "java.class.path")) {
            String path = System.getProperty(property, "");
            if (!path.isEmpty()) {
                parts.addAll(List.of(path.split(System.getProperty("path.separator"))));
            }
        }
        return String.join(System.getProperty("path.separator"), parts);
    }

    private static Path root(Class<?> type) {
        String name = type.getName().replace('.', '/') + ".class";
        String place = String.valueOf(type.getClassLoader().getResource(name));
        return Path.of(URI.create(place.substring(0, place.length() - name.length())));
    }

    private void read() {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                add(line);
            }
        } catch (IOException e) {
            add("! " + e);
        } finally {
            end();
        }
    }

    private synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    private synchronized void end() {
        over = true;
        notifyAll();
    }

    /** Says something to the process; one letter is enough to make it begin. */
    void say(String text) {
        try {
            process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(String.join("\n", lines()), e);
        }
    }

    /** What it has said so far. */
    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /** Waits until it has said so many more lines; it must not end before. */
    void awaitMore(int count) throws InterruptedException {
        heard = await(heard, count, line -> true);
    }

    /** Waits until it has said so many lines of a kind since it was started. */
    void await(int count, Predicate<String> kind) throws InterruptedException {
        await(0, count, kind);
    }

    /** Says something and waits for an answer that begins with a word. */
    String ask(String question, String answer) throws InterruptedException {
        int before = lines().size();
        say(question + "\n");
        int after = await(before, 1, line -> line.startsWith(answer));
        return lines().get(after - 1);
    }

    /** Gives the number of the line after the last that was waited for. */
    private synchronized int await(int from, int count, Predicate<String> kind) throws InterruptedException {
        long since = System.nanoTime();
        int left = count;
        int at = from;
        while (left > 0) {
            while (at == lines.size()) {
                if (over) {
                    throw new AssertionError("The process ended by itself: " + String.join("\n", lines));
                }
                long millis = PATIENCE.toMillis() - (System.nanoTime() - since) / 1_000_000;
                if (millis <= 0) {
                    throw new AssertionError("The process did not say what was waited for: " + left + " of " + count
                            + " lines are missing after " + PATIENCE + "; it said: " + String.join("\n", lines));
                }
                wait(millis);
            }
            left -= kind.test(lines.get(at++)) ? 1 : 0;
        }
        return at;
    }

    long pid() {
        return process.pid();
    }

    /** Kills it with SIGKILL and reads what it had still said, which the process object's own way would throw away. */
    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        process.waitFor();
        reader.join();
    }
}
