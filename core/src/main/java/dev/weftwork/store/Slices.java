package dev.weftwork.store;

import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.version.VersionParts;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The slices of a store's data: one for each sort of entity and one for each collection of the host. Thread-safe. */
public final class Slices {
    private static final String VIEWPORT = "viewport";

    private final Map<String, SliceConfig> configs = new ConcurrentHashMap<>();

    Slices() {
        for (String name : Set.of("workflow", "node", "edge", VIEWPORT, "asset", "setting")) {
            configs.put(name, SliceConfig.DEFAULT);
        }
    }

    /**
     * The slices there are.
     *
     * @return their names, in order
     */
    public Set<String> names() {
        return new TreeSet<>(configs.keySet());
    }

    /**
     * How a slice is treated now.
     *
     * @param name names it
     * @return its configuration
     * @throws IllegalArgumentException if there is no such slice
     */
    public SliceConfig config(String name) {
        SliceConfig config = configs.get(named(name));
        if (config == null) {
            throw unknown(name);
        }
        return config;
    }

    /**
     * Treats a slice in another way from now on.
     *
     * @param name names it
     * @param config how it is to be treated
     * @throws IllegalArgumentException if there is no such slice
     */
    public void configure(String name, SliceConfig config) {
        Objects.requireNonNull(config, "A config is needed; SliceConfig.DEFAULT is what a slice starts with");
        if (configs.replace(named(name), config) == null) {
            throw unknown(name);
        }
    }

    void register(String name) {
        configs.putIfAbsent(name, SliceConfig.DEFAULT);
    }

    /** How a slice is treated that may have come from elsewhere and have no configuration here yet. */
    SliceConfig ofAny(String name) {
        return configs.getOrDefault(name, SliceConfig.DEFAULT);
    }

    /** Whether everything may leave the device. */
    boolean allMayLeave() {
        return configs.values().stream().allMatch(SliceConfig::mayLeave);
    }

    /** Those of which anything may leave the device. */
    Set<String> leaving() {
        return configs.entrySet().stream()
                .filter(each -> each.getValue().mayLeave())
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Those of which nothing may leave the device. */
    Set<String> staying() {
        return configs.entrySet().stream()
                .filter(each -> !each.getValue().mayLeave())
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether an operation stays on the device as a whole. */
    boolean keeps(Op op) {
        return op.writes().stream().allMatch(writes -> split(writes, true).isEmpty());
    }

    /** What of some writes may leave the device, or what may not. */
    Optional<EntityWrites> split(EntityWrites writes, boolean leaving) {
        EntityWrites.Builder part = EntityWrites.to(writes.key());
        int count = 0;
        for (int i = 0; i < writes.size(); i++) {
            if (mayLeave(VersionParts.of(writes.key(), writes.field(i))) == leaving) {
                set(part, writes, i);
                count++;
            }
        }
        if (count == writes.size()) {
            return Optional.of(writes);
        }
        return count == 0 ? Optional.empty() : Optional.of(part.build());
    }

    private static void set(EntityWrites.Builder part, EntityWrites writes, int i) {
        OpId guard = writes.onlyOver(i);
        if (guard == null) {
            part.set(writes.field(i), writes.value(i));
        } else {
            part.setOver(writes.field(i), writes.value(i), guard);
        }
    }

    /** What of some writes may leave the device. */
    List<EntityWrites> leaving(List<EntityWrites> all) {
        return allMayLeave()
                ? all
                : all.stream().flatMap(each -> split(each, true).stream()).toList();
    }

    /** Whether the data of a slice goes to everybody. */
    boolean mayLeave(String slice) {
        return ofAny(slice).mayLeave();
    }

    /** Whether one operation's writes are all among those of another. */
    static boolean isPart(Op whole, Op part) {
        Set<List<Object>> all = new HashSet<>();
        whole.writes()
                .forEach(writes -> writes.forEach(
                        (field, value) -> all.add(List.of(writes.key(), field, Optional.ofNullable(value)))));
        return part.writes().stream().allMatch(writes -> {
            for (int i = 0; i < writes.size(); i++) {
                if (!all.contains(List.of(writes.key(), writes.field(i), Optional.ofNullable(writes.value(i))))) {
                    return false;
                }
            }
            return true;
        });
    }

    /** The slice that a change belongs to. */
    String of(EntityWrites writes) {
        // what is more than the viewport alone is the workflow's
        return VersionParts.of(writes.key(), writes.size() == 1 ? writes.field(0) : RegisterNames.LIFE);
    }

    private static String named(String name) {
        return Objects.requireNonNull(name, "The name of a slice is needed; names() lists them");
    }

    private IllegalArgumentException unknown(String name) {
        return new IllegalArgumentException("There is no slice '" + name + "'; there are " + names()
                + ", and collection(\"" + name + "\") makes one for a collection of yours");
    }
}
