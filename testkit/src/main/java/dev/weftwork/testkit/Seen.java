package dev.weftwork.testkit;

import dev.weftwork.spi.ReadTransaction;
import dev.weftwork.spi.Row;
import dev.weftwork.spi.StorageAdapter;
import dev.weftwork.spi.WriteTransaction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Collects what visitors are shown. */
final class Seen {
    private Seen() {}

    static List<String> log(StorageAdapter storage, long after) throws IOException {
        return storage.read(transaction -> log(transaction, after));
    }

    /** The entries as "position body". */
    static List<String> log(ReadTransaction transaction, long after) throws IOException {
        List<String> entries = new ArrayList<>();
        transaction.log(after, (position, body) -> entries.add(position + " " + body));
        return entries;
    }

    static List<Row> rows(StorageAdapter storage, String workflowId) throws IOException {
        return storage.read(transaction -> rows(transaction, workflowId));
    }

    static List<Row> rows(ReadTransaction transaction, String workflowId) throws IOException {
        List<Row> rows = new ArrayList<>();
        transaction.rows(workflowId, rows::add);
        return rows;
    }

    static List<Row> rowsOfKind(StorageAdapter storage, String kind) throws IOException {
        return storage.read(transaction -> {
            List<Row> rows = new ArrayList<>();
            transaction.rowsOfKind(kind, rows::add);
            return rows;
        });
    }

    static Map<String, String> settings(StorageAdapter storage, String prefix) throws IOException {
        return storage.read(transaction -> {
            Map<String, String> settings = new TreeMap<>();
            transaction.settings(prefix, settings::put);
            return settings;
        });
    }

    static long floor(StorageAdapter storage) throws IOException {
        return storage.read(ReadTransaction::floor);
    }

    /** Writes without a result. */
    static void write(StorageAdapter storage, WriteStep step) throws IOException {
        storage.write(transaction -> {
            step.run(transaction);
            return true;
        });
    }

    /** Something written. */
    interface WriteStep {
        void run(WriteTransaction transaction) throws IOException;
    }
}
