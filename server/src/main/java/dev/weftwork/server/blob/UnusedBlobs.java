package dev.weftwork.server.blob;

import dev.weftwork.graph.AssetHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Since when nobody refers to a binary, by workspace. It is written down, so that a restart does not begin the time anew;
 * what is lost of it only makes a binary stay longer. Thread-safe.
 */
final class UnusedBlobs {
    private final Path directory;
    private final Map<String, Map<String, Long>> known = new HashMap<>();
    /** What stands in a file and does not count any more. */
    private final Map<String, Set<String>> struck = new HashMap<>();

    UnusedBlobs(Path directory) {
        this.directory = directory;
    }

    /** Since when a binary is unused, or never if it is not. */
    synchronized long since(String workspace, String hash) throws IOException {
        return of(workspace).getOrDefault(hash, Long.MAX_VALUE);
    }

    /** Somebody has to do with binaries, so their time begins anew; written down before this returns. */
    synchronized void used(String workspace, Collection<String> hashes) throws IOException {
        boolean stands = false;
        for (String hash : hashes) {
            stands |= strike(workspace, hash);
        }
        if (stands) {
            write(workspace);
        }
    }

    /**
     * A binary is gone. That is written down with whatever is next, or by {@link #settle}: what goes does so many at a time,
     * and the list is written whole.
     */
    synchronized void gone(String workspace, String hash) throws IOException {
        boolean unused = strike(workspace, hash);
    }

    /** Writes down what is gone. */
    synchronized void settle(String workspace) throws IOException {
        if (!struck(workspace).isEmpty()) {
            write(workspace);
        }
    }

    /** Takes in what was found unused now; what is not among it is used. */
    synchronized void found(String workspace, Iterable<String> unused, long now) throws IOException {
        Map<String, Long> before = of(workspace);
        Map<String, Long> after = new HashMap<>();
        for (String hash : unused) {
            after.put(hash, before.getOrDefault(hash, now));
        }
        if (!after.equals(before)) {
            known.put(workspace, after);
            before.keySet().stream().filter(hash -> !after.containsKey(hash)).forEach(struck(workspace)::add);
            write(workspace);
        }
        settle(workspace);
    }

    /** Whether it stands in the file, where it has to be taken out if the binary is to be relied on. */
    private boolean strike(String workspace, String hash) throws IOException {
        Set<String> struck = struck(workspace);
        if (of(workspace).remove(hash) != null) {
            struck.add(hash);
        }
        return struck.contains(hash);
    }

    private Set<String> struck(String workspace) {
        return struck.computeIfAbsent(workspace, name -> new HashSet<>());
    }

    private Map<String, Long> of(String workspace) throws IOException {
        Map<String, Long> here = known.get(workspace);
        if (here == null) {
            here = read(file(workspace));
            known.put(workspace, here);
        }
        return here;
    }

    private static Map<String, Long> read(Path file) throws IOException {
        Map<String, Long> read = new HashMap<>();
        if (!Files.exists(file)) {
            return read;
        }
        for (String line : Files.readAllLines(file)) {
            String[] parts = line.split(" ", 2);
            if (parts.length == 2 && AssetHash.isHex(parts[0]) && parts[1].matches("[0-9]{1,18}")) {
                read.put(parts[0], Long.parseLong(parts[1]));
            }
        }
        return read;
    }

    private void write(String workspace) throws IOException {
        Path file = file(workspace);
        Files.createDirectories(directory);
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        StringBuilder text = new StringBuilder();
        of(workspace)
                .forEach((hash, since) ->
                        text.append(hash).append(' ').append(since).append('\n'));
        Files.writeString(draft, text);
        Durable.move(draft, file);
        struck.remove(workspace);
    }

    private Path file(String workspace) {
        return directory.resolve(Hashes.place(workspace));
    }
}
