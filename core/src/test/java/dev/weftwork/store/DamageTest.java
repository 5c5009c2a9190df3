package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.spi.ReadTransaction;
import dev.weftwork.spi.Row;
import dev.weftwork.spi.StorageException;
import dev.weftwork.spi.StorageException.Kind;
import dev.weftwork.spi.WriteTransaction;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What was damaged on the medium is never taken for data, and a store that lost something never for a whole one. */
final class DamageTest {
    private static final int TRIES = 3_000;

    /** Everything on a disk, to be changed and written to another. */
    private record Content(long floor, Map<String, String> settings, List<Row> rows, List<String> log) {
        static Content of(MemoryDisk disk) throws IOException {
            try (MemoryStorage storage = MemoryStorage.on(disk)) {
                return storage.read(Content::of);
            }
        }

        private static Content of(ReadTransaction moment) throws IOException {
            Content content = new Content(moment.floor(), new TreeMap<>(), new ArrayList<>(), new ArrayList<>());
            moment.settings("", content.settings::put);
            for (String name : content.settings.keySet()) {
                if (name.startsWith(Keys.ROWS)) {
                    moment.rows(name.substring(Keys.ROWS.length()), content.rows::add);
                }
            }
            moment.log(moment.floor(), (position, body) -> content.log.add(body));
            return content;
        }

        MemoryDisk write() throws IOException {
            MemoryDisk disk = new MemoryDisk();
            try (MemoryStorage storage = MemoryStorage.on(disk)) {
                storage.write(this::write);
            }
            return disk;
        }

        private boolean write(WriteTransaction transaction) throws IOException {
            for (long position = 0; position < floor; position++) {
                transaction.append("");
            }
            transaction.prune(floor);
            for (String body : log) {
                transaction.append(body);
            }
            for (Row row : rows) {
                transaction.put(row);
            }
            for (Map.Entry<String, String> setting : settings.entrySet()) {
                transaction.setting(setting.getKey(), setting.getValue());
            }
            return true;
        }
    }

    private static MemoryDisk filled() {
        Site site = new Site();
        Host host = site.start();
        Sample.create(host.store());
        host.store().collection("files").put("a", 1);
        site.pass(Duration.ofSeconds(3));
        for (int i = 0; i < 4; i++) {
            Sample.title(host.store(), Sample.IDEA, "later " + i).awaitDurable();
        }
        host.store().collection("files").put("b", 1).awaitDurable();
        return site.disk;
    }

    /** What opening and reading everything gives, or null if the store says that the storage is damaged. */
    private static @Nullable String seen(MemoryDisk disk) {
        try {
            Store store = new Site(disk).start().store();
            store.collection("files").all();
            return Dump.of(store);
        } catch (StorageException e) {
            assertThat(e.kind()).isIn(Kind.CORRUPT, Kind.UNSUPPORTED, Kind.NEWER_SCHEMA);
            assertThat(e.remedy()).isNotBlank();
            return null;
        }
    }

    @Test
    void aCopyOfTheContentIsTheSameStore() throws IOException {
        MemoryDisk disk = filled();

        assertThat(seen(Content.of(disk).write())).isEqualTo(seen(disk)).contains("later 3");
    }

    @Test
    void aChangedCharacterAnywhereIsNoticedOrDoesNotMatter() throws IOException {
        MemoryDisk disk = filled();
        String wanted = seen(disk);
        long seed = 20_261_120;
        Random random = new Random(seed);
        int noticed = 0;
        for (int i = 0; i < TRIES; i++) {
            Content content = Content.of(disk);
            String where = damage(content, random);
            String found = seen(content.write());
            assertThat(found)
                    .as("seed %d, try %d: %s", seed, i, where)
                    .satisfiesAnyOf(
                            text -> assertThat(text).isNull(),
                            text -> assertThat(text).isEqualTo(wanted));
            noticed += found == null ? 1 : 0;
        }
        assertThat(noticed).isGreaterThan(TRIES / 2);
    }

    private static String damage(Content content, Random random) {
        int at = random.nextInt(content.rows.size() + content.log.size() + content.settings.size());
        if (at < content.rows.size()) {
            Row row = content.rows.get(at);
            content.rows.set(at, damage(row, random));
            return row + " became " + content.rows.get(at);
        }
        at -= content.rows.size();
        if (at < content.log.size()) {
            String body = content.log.get(at);
            content.log.set(at, damage(body, random));
            return body + " became " + content.log.get(at);
        }
        String name = List.copyOf(content.settings.keySet()).get(at - content.log.size());
        String value = content.settings.get(name);
        content.settings.put(name, damage(value == null ? "" : value, random));
        return name + "=" + value + " became " + content.settings.get(name);
    }

    private static Row damage(Row row, Random random) {
        return switch (random.nextInt(4)) {
            case 0 ->
                new Row(
                        row.kind(),
                        row.workflowId(),
                        row.id(),
                        row.version() + 1,
                        row.updatedAt(),
                        row.json(),
                        row.stamps());
            case 1 ->
                new Row(
                        row.kind(),
                        row.workflowId(),
                        row.id(),
                        row.version(),
                        row.updatedAt() + 1,
                        row.json(),
                        row.stamps());
            case 2 ->
                new Row(
                        row.kind(),
                        row.workflowId(),
                        row.id(),
                        row.version(),
                        row.updatedAt(),
                        damage(row.json(), random),
                        row.stamps());
            default ->
                new Row(
                        row.kind(),
                        row.workflowId(),
                        row.id(),
                        row.version(),
                        row.updatedAt(),
                        row.json(),
                        damage(row.stamps(), random));
        };
    }

    private static String damage(String text, Random random) {
        if (text.isEmpty()) {
            return "x";
        }
        StringBuilder damaged = new StringBuilder(text);
        int at = random.nextInt(text.length());
        damaged.setCharAt(at, (char) (damaged.charAt(at) ^ (1 << random.nextInt(6))));
        return damaged.toString();
    }

    @Test
    void anyRowThatIsMissingIsNoticed() throws IOException {
        Content whole = Content.of(filled());
        for (Row row : whole.rows) {
            Content content = Content.of(whole.write());
            content.rows.remove(row);

            assertThat(seen(content.write())).as("without %s", row).isNull();
        }
    }

    @Test
    void anySettingThatIsMissingIsNoticedOrDoesNotMatter() throws IOException {
        MemoryDisk disk = filled();
        Content whole = Content.of(disk);
        for (String name : whole.settings.keySet()) {
            Content content = Content.of(disk);
            content.settings.remove(name);

            assertThat(seen(content.write()))
                    .as("without %s", name)
                    .satisfiesAnyOf(
                            text -> assertThat(text).isNull(),
                            text -> assertThat(text).isEqualTo(seen(disk)));
        }
    }

    @Test
    void anEntryThatIsMissingInTheMiddleIsNoticed() throws IOException {
        MemoryDisk disk = filled();
        for (int i = 0; i < Content.of(disk).log.size() - 1; i++) {
            Content content = Content.of(disk);
            content.log.remove(i);

            assertThat(seen(content.write())).as("without entry %d", i).isNull();
        }
    }

    @Test
    void entriesThatChangedPlacesAreNoticed() throws IOException {
        Content content = Content.of(filled());
        content.log.add(content.log.remove(0));

        assertThat(seen(content.write())).isNull();
    }

    @Test
    void anOldRowThatCameBackIsNoticed() throws IOException {
        Site site = new Site();
        Host host = site.start();
        Sample.create(host.store());
        site.pass(Duration.ofSeconds(3));
        Row old = Content.of(site.disk).rows.get(0);
        host.store()
                .edit(
                        Sample.POSTER,
                        draft -> draft.rename("x")
                                .removeNode(Sample.IDEA)
                                .removeNode(Sample.IMAGE)
                                .removeNode(Sample.GROUP));
        host.store().edit(Sample.POSTER, draft -> Sample.fill(draft));
        site.stop(host);
        Content content = Content.of(site.disk);
        content.rows.removeIf(row -> row.kind().equals(old.kind()) && row.id().equals(old.id()));
        content.rows.add(old);

        assertThat(seen(content.write())).isNull();
    }

    @Test
    void lookingAtADamagedStorageDoesNotChangeIt() throws IOException {
        Content content = Content.of(filled());
        content.rows.remove(0);
        MemoryDisk disk = content.write();
        String before = Dump.of(disk);

        assertThat(seen(disk)).isNull();

        assertThat(Dump.of(disk)).isEqualTo(before);
    }

    @Test
    void aDamagedGraphHurtsNoOther() throws IOException {
        Site site = new Site();
        Host host = site.start();
        Sample.create(host.store());
        var other = host.store().createWorkflow("Other").id();
        site.stop(host);
        Content content = Content.of(site.disk);
        content.rows.removeIf(row -> row.kind().equals("node"));

        Store store = new Site(content.write()).start().store();

        assertThat(store.workflow(other).name()).isEqualTo("Other");
        assertThat(store.workflows()).hasSize(2);
    }
}
