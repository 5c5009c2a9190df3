package dev.weftwork.examples.mvstore;

import dev.weftwork.spi.ReadTransaction;
import dev.weftwork.spi.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/** Reads one moment, or what a transaction made of it. */
class MvRead implements ReadTransaction {
    private final Texts texts;
    private final Path file;
    private boolean ended;
    private @Nullable MVStoreException failure;

    MvRead(Texts texts, Path file) {
        this.texts = texts;
        this.file = file;
    }

    @Override
    public final long head() throws IOException {
        return number(Keys.HEAD);
    }

    @Override
    public final long floor() throws IOException {
        return number(Keys.FLOOR);
    }

    final long number(String key) throws IOException {
        String found = get(key);
        return found == null ? 0 : Long.parseLong(found);
    }

    @Override
    public final void log(long after, EntryVisitor each) throws IOException {
        if (after < floor()) {
            throw new IllegalArgumentException("Cannot read after " + after + ", the log was pruned up to " + floor());
        }
        long head = head();
        for (long position = after + 1; position <= head; position++) {
            each.entry(position, present(Keys.entry(position)));
        }
    }

    @Override
    public final void rows(String workflowId, RowVisitor each) throws IOException {
        scan(Keys.rowsOf(workflowId), key -> each.row(RowText.read(present(key))));
    }

    @Override
    public final void rowsOfKind(String kind, RowVisitor each) throws IOException {
        scan(Keys.kind(kind), key -> each.row(RowText.read(present(present(key)))));
    }

    @Override
    public final @Nullable String setting(String name) throws IOException {
        return get(Keys.setting(name));
    }

    @Override
    public final void settings(String prefix, SettingVisitor each) throws IOException {
        scan(Keys.setting(prefix), key -> each.setting(Keys.settingName(key), present(key)));
    }

    /** What is done with each key of a scan. */
    private interface KeyVisitor {
        void key(String key) throws IOException;
    }

    /** No cursor stays open, so a visitor may read on. */
    private void scan(String prefix, KeyVisitor each) throws IOException {
        String key = keyFrom(prefix);
        while (key != null && key.startsWith(prefix)) {
            each.key(key);
            // The least text that is greater.
            key = keyFrom(key + '\0');
        }
    }

    final @Nullable String get(String key) throws IOException {
        return ask(() -> texts.get(key));
    }

    private @Nullable String keyFrom(String least) throws IOException {
        return ask(() -> texts.keyFrom(least));
    }

    private String present(String key) throws IOException {
        String found = get(key);
        if (found == null) {
            throw new StorageException(
                    StorageException.Kind.CORRUPT, file + " has lost '" + key + "'", "Restore a backup");
        }
        return found;
    }

    private @Nullable String ask(Supplier<@Nullable String> question) throws IOException {
        usable();
        try {
            return question.get();
        } catch (MVStoreException e) {
            failure = e;
            throw Failures.of(e, file);
        }
    }

    /** The texts, as long as the callback runs and nothing has failed. */
    final Texts usable() throws IOException {
        if (ended) {
            throw new IllegalStateException("The transaction ended when its callback returned");
        }
        if (failure != null) {
            throw Failures.of(failure, file);
        }
        return texts;
    }

    final void end() {
        ended = true;
    }
}
