package dev.weftwork.version;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.DeviceId;
import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.Registers;
import dev.weftwork.change.Stamp;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.WorkflowId;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever an authority admits, saving takes; and what saving takes, opening takes. */
final class OddVersionTest {
    private static final WorkflowId ID = WorkflowId.of("poster");
    private static final DeviceId DEVICE = new DeviceId("device");
    private static final String[] KINDS = {
        "workflow", "node", "edge", "viewport", "note", "version", "version-x", "a.b_c"
    };
    private static final String[] IDS = {
        "poster", "other", "a/b", "\"\\", "\uD83E\uDD8A", "\u0001", "node/", "i".repeat(512)
    };
    private static final String[] FIELDS = {
        "life",
        "name",
        "viewport",
        "type",
        "position",
        "ends",
        "parent",
        "order",
        "run",
        "saved",
        "value",
        "config.",
        "config.a",
        "ext.\u0000",
        "root.node",
        "\"",
        "\uD83E\uDD8A",
        "newer"
    };
    private static final String[] VALUES = {
        "true",
        "false",
        "null",
        "1e999",
        "NaN",
        "-Infinity",
        "\"\"",
        "\"\\ud800\"",
        "[]",
        "{\"a\":1,\"a\":2}",
        "[[{}]]",
        "\"" + "\uD83E\uDD8A".repeat(70_000) + "\"",
        "[".repeat(64) + "]".repeat(64),
        "{\"roots\":{\"node\":\"x\"}}"
    };

    private GraphState state = GraphState.empty(ID);
    private long count;

    private void write(EntityWrites... writes) {
        write(List.of(writes));
    }

    private void write(List<EntityWrites> writes) {
        count++;
        OpId name = new OpId("op" + count);
        Op op = Op.of(name, ID, new Op.Origin(DEVICE, count, count << 16), writes);
        state = state.join(op, new Stamp(count << 16, DEVICE, count, name));
    }

    private SavedVersion save() {
        Saving saving = VersionBook.save(state);
        VersionId id = new VersionId("v" + count);
        saving.before(id, part -> true).forEach(this::write);
        write(saving.version(id, "Ann", "", count, part -> true));
        return VersionBook.of(state).versions().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static EntityKey key(String kind, String id) {
        return new EntityKey(EntityKind.of(kind), id);
    }

    /** What a version of a state holds, as a reader would list it. */
    private static Map<String, Json> content(GraphState of) {
        Map<String, Json> all = new TreeMap<>();
        of.forEach(entity -> {
            if (entity.alive() && VersionParts.isContent(entity.key())) {
                list(entity, all);
            }
        });
        return all;
    }

    private static void list(Entity entity, Map<String, Json> all) {
        Registers registers = entity.registers();
        for (int i = 0; i < registers.size(); i++) {
            @Nullable Json value = registers.value(i);
            if (value != null) {
                all.put(entity.key() + " " + registers.field(i), value);
            }
        }
    }

    private void begin() {
        write(EntityWrites.to(EntityKey.of(ID))
                .set("life", Json.TRUE)
                .set("name", Json.of("Poster"))
                .build());
    }

    @Test
    void anEntityThatSomebodyCalledAWorkflowIsPartOfTheVersionAndGoesWhenItCameLater() throws IOException {
        begin();
        SavedVersion without = save();
        write(EntityWrites.to(key("workflow", "other"))
                .set("life", Json.TRUE)
                .set("name", Json.of("inner"))
                .set("viewport", Json.EMPTY_ARRAY)
                .build());
        Map<String, Json> before = content(state);
        SavedVersion with = save();

        assertThat(content(opened(with))).isEqualTo(before);
        write(VersionBook.restore(state, opened(without), VersionBook.of(state).parts(without)));
        assertThat(save().root()).isEqualTo(without.root());
        write(VersionBook.restore(state, opened(with), VersionBook.of(state).parts(with)));
        assertThat(save().root()).isEqualTo(with.root());
    }

    @Test
    void aValueThatNestsAsDeepAsAnyMayIsPartOfTheVersion() throws IOException {
        begin();
        Json deep = Json.parse("[".repeat(64) + "\"]\"" + "]".repeat(64));
        write(EntityWrites.to(key("node", "a"))
                .set("life", Json.TRUE)
                .set("config.a", deep)
                .build());

        SavedVersion saved = save();

        assertThat(content(opened(saved))).isEqualTo(content(state)).containsEntry("node a config.a", deep);
        boolean[] met = {false};
        ValuesSeen seen = VersionBook.of(state).forEachValue(value -> met[0] |= value.equals(deep));
        assertThat(seen).isInstanceOf(ValuesSeen.All.class);
        assertThat(met[0]).isTrue();
    }

    private GraphState opened(SavedVersion version) throws IOException {
        return VersionBook.of(state).content(version).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverWasAdmittedAVersionOpensAndRollsBackToEqualContent(long seed) throws IOException {
        Random random = new Random(seed);
        begin();
        scribble(random);
        Map<String, Json> before = content(state);
        SavedVersion saved = save();
        scribble(random);

        GraphState opened = opened(saved);
        write(VersionBook.restore(state, opened, VersionBook.of(state).parts(saved)));

        assertThat(content(opened)).isEqualTo(before);
        assertThat(content(state)).isEqualTo(before);
        assertThat(save().root()).isEqualTo(saved.root());
    }

    private void scribble(Random random) {
        for (int i = 0; i < 40; i++) {
            EntityKey key = key(any(KINDS, random), any(IDS, random));
            EntityWrites.Builder writes = EntityWrites.to(key);
            for (int j = random.nextInt(5); j >= 0; j--) {
                Json value = random.nextInt(8) == 0 ? null : Json.parse(any(VALUES, random));
                writes.set(any(FIELDS, random), value);
            }
            if (random.nextInt(4) > 0 || key.equals(EntityKey.of(ID))) {
                writes.set("life", Json.TRUE);
            }
            write(writes.build());
        }
    }

    private static String any(String[] of, Random random) {
        return of[random.nextInt(of.length)];
    }
}
