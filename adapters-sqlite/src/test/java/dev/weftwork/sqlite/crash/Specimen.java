package dev.weftwork.sqlite.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * The bytes of a store's files at one moment, and what it may hold.
 *
 * @param name says how it came about
 * @param database the database
 * @param log the write-ahead log, perhaps empty
 * @param states what the store showed after each of the commits that the files know of, the newest last
 * @param least how many of them the database holds without its log: what came before cannot be lost with the log
 * @param written every value that any register was ever given, with its stamp
 */
record Specimen(String name, byte[] database, byte[] log, List<String> states, int least, Set<String> written) {
    static Specimen read(String name, Path file, List<String> states, int least, Set<String> written)
            throws IOException {
        Path log = log(file);
        byte[] logBytes = Files.exists(log) ? Files.readAllBytes(log) : new byte[0];
        return new Specimen(name, Files.readAllBytes(file), logBytes, List.copyOf(states), least, Set.copyOf(written));
    }

    void write(Path file) throws IOException {
        Files.write(file, database);
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + "-shm"));
        if (log.length == 0) {
            Files.deleteIfExists(log(file));
        } else {
            Files.write(log(file), log);
        }
    }

    String newest() {
        return states.get(states.size() - 1);
    }

    Specimen with(byte[] otherDatabase, byte[] otherLog) {
        return new Specimen(name, otherDatabase, otherLog, states, least, written);
    }

    private static Path log(Path file) {
        return file.resolveSibling(file.getFileName() + "-wal");
    }
}
