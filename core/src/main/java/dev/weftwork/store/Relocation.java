package dev.weftwork.store;

import dev.weftwork.spi.ReadTransaction;
import dev.weftwork.spi.Row;
import dev.weftwork.spi.StorageAdapter;
import dev.weftwork.spi.StorageException;
import dev.weftwork.spi.WriteTransaction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies all that one storage holds to another and lets the journal go on there. */
final class Relocation {
    private static final Logger LOG = LoggerFactory.getLogger(Store.class);

    private final Journal journal;
    private final Replica replica;

    Relocation(Journal journal, Replica replica) {
        this.journal = journal;
        this.replica = replica;
    }

    void to(StorageAdapter other) {
        journal.enter();
        try {
            StorageAdapter old = journal.storage();
            Content content = old.read(moment -> {
                journal.catchUp(moment);
                return Content.of(moment);
            });
            other.write(transaction -> {
                content.copyTo(transaction);
                return null;
            });
            other.claim();
            journal.moveTo(other);
            LOG.atInfo()
                    .addKeyValue("from", old.description().place())
                    .addKeyValue("to", other.description().place())
                    .addKeyValue("position", replica.position())
                    .log("relocated");
            old.close();
        } catch (IOException e) {
            throw new StorageException(
                    StorageException.Kind.IO,
                    "The store could not be moved: " + e.getMessage(),
                    "The store goes on with the storage that it has",
                    e);
        } finally {
            journal.lock.unlock();
        }
    }

    /** What a storage holds, as of one moment. */
    private record Content(long floor, List<String> log, List<Row> rows, Map<String, String> settings) {
        static Content of(ReadTransaction moment) throws IOException {
            List<String> log = new ArrayList<>();
            moment.log(moment.floor(), (position, body) -> log.add(body));
            Map<String, String> settings = new TreeMap<>();
            moment.settings("", settings::put);
            List<Row> rows = new ArrayList<>();
            for (String name : settings.keySet()) {
                if (name.startsWith(Keys.ROWS)) {
                    moment.rows(name.substring(Keys.ROWS.length()), rows::add);
                }
            }
            return new Content(moment.floor(), log, rows, settings);
        }

        void copyTo(WriteTransaction transaction) throws IOException {
            if (transaction.head() != 0 || transaction.setting(Keys.SCHEMA) != null) {
                throw new StorageException(
                        StorageException.Kind.UNSUPPORTED,
                        "The storage to move to is not empty",
                        "Choose a place where no store is");
            }
            for (long position = 0; position < floor; position++) {
                transaction.append("");
            }
            if (floor > 0) {
                transaction.prune(floor);
            }
            for (String body : log) {
                transaction.append(body);
            }
            for (Row row : rows) {
                transaction.put(row);
            }
            for (Map.Entry<String, String> setting : settings.entrySet()) {
                transaction.setting(setting.getKey(), setting.getValue());
            }
        }
    }
}
