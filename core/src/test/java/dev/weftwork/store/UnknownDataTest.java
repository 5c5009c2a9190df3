package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.LikelyNames;
import dev.weftwork.change.Op;
import dev.weftwork.graph.Json;
import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.oplog.FoldedRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.arbitraries.ListArbitrary;
import org.jspecify.annotations.Nullable;

/** An older client passes on, character by character, what a newer one wrote and it does not understand. */
final class UnknownDataTest {
    /**
     * A register that a newer client writes.
     *
     * @param kind the sort of entity, known or not
     * @param id the entity
     * @param field the register, known or not
     * @param value its value, or null to take it away
     */
    record Foreign(
            String kind, String id, String field, @Nullable String value) {}

    @Provide
    ListArbitrary<Foreign> foreign() {
        Arbitrary<String> kinds = Arbitraries.of("node", "edge", "sticker", "x-1.2_3");
        Arbitrary<String> ids =
                Arbitraries.strings().ofMinLength(1).ofMaxLength(3).filter(UnknownDataTest::isId);
        Arbitrary<String> fields = Arbitraries.strings().ofMaxLength(5).map(name -> "new." + name);
        Arbitrary<String> values = Arbitraries.of(
                        "1.0", "[ 1 ,2]", "{\"b\":1,\"a\":1e999,\"b\":2}", "\"\\ud800\"", "NaN", "null", "\"\\u0000\"")
                .injectNull(0.1);
        return Combinators.combine(kinds, ids, fields, values)
                .as(Foreign::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(8);
    }

    private static boolean isId(String text) {
        return text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    private static List<EntityWrites> writes(List<Foreign> foreign) {
        Map<EntityKey, EntityWrites.Builder> byKey = new LinkedHashMap<>();
        for (Foreign each : foreign) {
            EntityKey key = new EntityKey(new EntityKind(each.kind), each.id);
            byKey.computeIfAbsent(key, EntityWrites::to)
                    .set(each.field, each.value == null ? null : Json.parse(each.value));
        }
        return byKey.values().stream().map(EntityWrites.Builder::build).toList();
    }

    @Property
    void unknownRegistersAndKindsComeThroughLogRowsAndReopening(@ForAll("foreign") List<Foreign> foreign)
            throws IOException {
        Site site = new Site();
        Host host = site.start();
        Sample.create(host.store());
        List<EntityWrites> writes = writes(foreign);

        host.store().oplog().append(Sample.POSTER, writes).awaitDurable();

        assertThat(logged(host.store())).isEqualTo(writes);
        host = site.crashAll();
        Sample.title(host.store(), Sample.IDEA, "an edit of our own");
        host = site.restart(host);
        host = site.restart(host);
        Map<String, String> rows = rows(site.disk);
        for (Foreign each : foreign) {
            String last = foreign.stream()
                    .filter(other ->
                            other.kind.equals(each.kind) && other.id.equals(each.id) && other.field.equals(each.field))
                    .reduce((first, second) -> second)
                    .orElse(each)
                    .value;
            assertThat(rows.get(each.kind + " " + each.id + " " + each.field)).isEqualTo(last + "");
        }
        assertThat(Sample.title(host.store(), Sample.IDEA)).isEqualTo("an edit of our own");
    }

    private static List<EntityWrites> logged(Store store) {
        List<Op> ops = new ArrayList<>();
        store.oplog().entries().forEach(entry -> entry.ops().forEach(logged -> ops.add(logged.op())));
        return ops.size() < 2 ? List.of() : ops.get(ops.size() - 1).writes();
    }

    private static Map<String, String> rows(MemoryDisk disk) throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (MemoryStorage storage = MemoryStorage.on(disk)) {
            storage.read(moment -> {
                moment.rows(Sample.POSTER.value(), row -> {
                    for (Entity entity : FoldedRow.read(row, new LikelyNames()).entities()) {
                        for (int i = 0; i < entity.registers().size(); i++) {
                            String name =
                                    entity.key() + " " + entity.registers().field(i);
                            found.put(name, entity.registers().value(i) + "");
                        }
                    }
                });
                return true;
            });
        }
        return found;
    }
}
