package dev.weftwork.examples.mvstore;

import dev.weftwork.spi.Row;
import dev.weftwork.spi.WriteTransaction;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Gathers changes, and sees them. */
final class MvWrite extends MvRead implements WriteTransaction {
    MvWrite(Texts texts, Path file) {
        super(texts, file);
    }

    @Override
    public long append(String body) throws IOException {
        long position = head() + 1;
        usable().set(Keys.entry(position), body);
        usable().set(Keys.HEAD, Long.toString(position));
        return position;
    }

    @Override
    public void prune(long upTo) throws IOException {
        if (upTo > head()) {
            throw new IllegalArgumentException("Cannot prune up to " + upTo + ", the head is " + head());
        }
        long floor = floor();
        for (long position = floor + 1; position <= upTo; position++) {
            usable().set(Keys.entry(position), null);
        }
        usable().set(Keys.FLOOR, Long.toString(Math.max(floor, upTo)));
    }

    @Override
    public void put(Row row) throws IOException {
        String key = Keys.row(row.kind(), row.workflowId(), row.id());
        usable().set(key, RowText.write(row));
        usable().set(Keys.kind(row.kind(), row.workflowId(), row.id()), key);
    }

    @Override
    public void remove(String kind, String workflowId, String id) throws IOException {
        usable().set(Keys.row(kind, workflowId, id), null);
        usable().set(Keys.kind(kind, workflowId, id), null);
    }

    @Override
    public void setting(String name, @Nullable String value) throws IOException {
        usable().set(Keys.setting(name), value);
    }
}
