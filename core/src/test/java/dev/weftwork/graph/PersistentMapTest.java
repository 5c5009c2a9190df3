package dev.weftwork.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class PersistentMapTest {

    enum Kind {
        PUT,
        REMOVE,
        BATCH_PUT,
        BATCH_REMOVE,
        BUILD
    }

    record Action(Kind kind, String key, Integer value) {}

    @Property(tries = 2000)
    void behavesAsAHashMapAndNeverChangesOldVersions(@ForAll("actions") List<Action> actions) {
        PersistentMap.Builder<Integer> builder = PersistentMap.builder();
        Map<String, Integer> model = new HashMap<>();
        List<PersistentMap<Integer>> versions = new ArrayList<>();
        List<Map<String, Integer>> models = new ArrayList<>();
        for (Action action : actions) {
            switch (action.kind()) {
                case PUT -> builder = builder.build().put(action.key(), action.value()).toBuilder();
                case REMOVE -> builder = builder.build().remove(action.key()).toBuilder();
                case BATCH_PUT -> builder.put(action.key(), action.value());
                case BATCH_REMOVE -> builder.remove(action.key());
                case BUILD -> {
                    versions.add(builder.build());
                    models.add(new HashMap<>(model));
                }
            }
            switch (action.kind()) {
                case PUT, BATCH_PUT -> model.put(action.key(), action.value());
                case REMOVE, BATCH_REMOVE -> model.remove(action.key());
                case BUILD -> {}
            }
            assertThat(builder.size()).isEqualTo(model.size());
            assertThat(builder.get(action.key())).isEqualTo(model.get(action.key()));
        }
        versions.add(builder.build());
        models.add(model);
        for (int i = 0; i < versions.size(); i++) {
            assertHolds(versions.get(i), models.get(i));
        }
    }

    @Provide
    Arbitrary<List<Action>> actions() {
        Arbitrary<String> key = Arbitraries.oneOf(
                Arbitraries.strings().withChars("AaBB").ofLength(6),
                Arbitraries.of("Aa", "BB", "AaAa", "BBBB", "AaBB", "BBAa", "", "x"),
                Arbitraries.integers().between(0, 60).map(String::valueOf));
        return Combinators.combine(
                        Arbitraries.of(Kind.class), key, Arbitraries.integers().between(0, 3))
                .as(Action::new)
                .list()
                .ofMaxSize(200);
    }

    private static Map<String, Integer> modelOf(PersistentMap<Integer> map) {
        Map<String, Integer> model = new HashMap<>();
        map.forEach(model::put);
        return model;
    }

    private static void assertHolds(PersistentMap<Integer> map, Map<String, Integer> model) {
        assertThat(map.size()).isEqualTo(model.size());
        assertThat(modelOf(map)).isEqualTo(model);
        List<Integer> values = new ArrayList<>();
        map.values().forEach(values::add);
        assertThat(values.stream().sorted())
                .isEqualTo(model.values().stream().sorted().toList());
        model.forEach((key, value) -> {
            assertThat(map.get(key)).isEqualTo(value);
            assertThat(map.containsKey(key)).isTrue();
        });
        assertThat(map.get("never put")).isNull();
        assertThat(map.containsKey("never put")).isFalse();
    }

    @Test
    void manyEntriesComeAndGoInEveryWay() {
        Map<String, Integer> model = new HashMap<>();
        PersistentMap.Builder<Integer> builder = PersistentMap.builder();
        for (int i = 0; i < 50_000; i++) {
            builder.put("key" + i, i);
            model.put("key" + i, i);
        }
        PersistentMap<Integer> full = builder.build();
        PersistentMap<Integer> half = full;
        for (int i = 0; i < 50_000; i += 2) {
            half = half.remove("key" + i);
            builder.remove("key" + i);
        }
        assertHolds(full, model);
        model.keySet().removeIf(key -> Integer.parseInt(key.substring(3)) % 2 == 0);
        assertHolds(half, model);
        assertHolds(builder.build(), model);
        for (int i = 1; i < 50_000; i += 2) {
            half = half.remove("key" + i);
        }
        assertHolds(half, Map.of());
    }

    @Test
    void fullCollisionsAreKeptApart() {
        List<String> colliding = new ArrayList<>(List.of(""));
        for (int round = 0; round < 5; round++) {
            List<String> longer = new ArrayList<>();
            for (String prefix : colliding) {
                longer.add(prefix + "Aa");
                longer.add(prefix + "BB");
            }
            colliding = longer;
        }
        assertThat(colliding.stream().mapToInt(String::hashCode).distinct().count())
                .isEqualTo(1);
        Map<String, Integer> model = new HashMap<>();
        PersistentMap<Integer> map = PersistentMap.empty();
        for (String key : colliding) {
            map = map.put(key, key.length() + model.size());
            model.put(key, key.length() + model.size());
            assertHolds(map, model);
        }
        for (String key : colliding) {
            assertThat(map.remove(key + "x")).isSameAs(map);
            map = map.remove(key);
            model.remove(key);
            assertHolds(map, model);
        }
    }

    @Test
    void changesThatChangeNothingReturnTheSameMap() {
        String value = "v";
        PersistentMap<String> map =
                PersistentMap.<String>empty().put("Aa", value).put("BB", value).put("c", value);
        assertThat(map.put("BB", value)).isSameAs(map);
        assertThat(map.put("c", value)).isSameAs(map);
        assertThat(map.remove("x")).isSameAs(map);
        assertThat(map.toBuilder().build()).isSameAs(map);
        assertThat(map.toBuilder().put("c", value).remove("x").build()).isSameAs(map);
        assertThat(PersistentMap.builder().build()).isSameAs(PersistentMap.empty());
        assertThat(map.put("c", new String(value))).isNotSameAs(map);
    }

    @Test
    void builderCanGoOnAfterBuilding() {
        PersistentMap.Builder<Integer> builder =
                PersistentMap.<Integer>builder().put("a", 1);
        PersistentMap<Integer> first = builder.build();
        PersistentMap<Integer> second = builder.put("a", 2).put("b", 3).build();
        assertHolds(first, Map.of("a", 1));
        assertHolds(second, Map.of("a", 2, "b", 3));
        assertHolds(builder.remove("a").remove("b").build(), Map.of());
        assertHolds(second, Map.of("a", 2, "b", 3));
    }

    @Test
    void iteratorsAreIndependentAndEnd() {
        PersistentMap<Integer> map = PersistentMap.<Integer>empty().put("a", 1).put("b", 2);
        Iterator<Integer> one = map.values().iterator();
        one.next();
        assertThat(map.values()).hasSize(2);
        one.next();
        assertThat(one.hasNext()).isFalse();
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(one::next);
        assertThat(PersistentMap.empty().values()).isEmpty();
    }

    @Test
    @SuppressWarnings("NullAway") // Callers may not be null-checked.
    void nullValuesAreRefused() {
        assertThatNullPointerException()
                .isThrownBy(() -> PersistentMap.<String>empty().put("a", null));
        assertThatNullPointerException()
                .isThrownBy(() -> PersistentMap.<String>builder().put("a", null));
    }
}
