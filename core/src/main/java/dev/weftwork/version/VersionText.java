package dev.weftwork.version;

import dev.weftwork.change.Entity;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.change.Registers;
import dev.weftwork.change.Stamp;
import dev.weftwork.graph.Json;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What stands in the registers of a version. Anybody may have written it, so nothing in it is taken for granted. */
final class VersionText {
    /** Names the parts that the device kept back, in the register of a version. */
    static final String KEPT = "kept";

    private VersionText() {}

    static Stamp stamp(Entity version) {
        return Objects.requireNonNull(version.registers().stampOf(RegisterNames.SAVED), "What is written has a stamp");
    }

    /** The version without a number. */
    static SavedVersion read(Entity version) {
        Json saved = Objects.requireNonNullElse(version.registers().get(RegisterNames.SAVED), Json.EMPTY_OBJECT);
        return new SavedVersion(
                new VersionId(version.key().id()),
                0,
                text(member(saved, "author")),
                text(member(saved, "note")),
                moment(member(saved, "at"), stamp(version).millis()),
                root(roots(version)));
    }

    /** By part: the name of its content, of the parts that went to everybody and of those that stayed here. */
    static SortedMap<String, String> roots(Entity version) {
        SortedMap<String, String> roots = ownRoots(version);
        Json shared = member(version.registers().get(RegisterNames.SAVED), "roots");
        if (shared != null && shared.kind() == Json.Kind.OBJECT) {
            shared.members().forEach(each -> roots.put(each.key(), text(each.value())));
        }
        return roots;
    }

    static SortedMap<String, String> ownRoots(Entity version) {
        SortedMap<String, String> roots = new TreeMap<>();
        Registers registers = version.registers();
        for (int i = 0; i < registers.size(); i++) {
            String field = registers.field(i);
            if (field.startsWith(RegisterNames.ROOT_PREFIX)) {
                roots.put(field.substring(RegisterNames.ROOT_PREFIX.length()), text(registers.value(i)));
            }
        }
        return roots;
    }

    /** The parts that the version's device kept back, or null if that is not said. */
    static @Nullable Set<String> kept(Entity version) {
        Json kept = member(version.registers().get(RegisterNames.SAVED), KEPT);
        if (kept == null || kept.kind() != Json.Kind.ARRAY) {
            return null;
        }
        Set<String> names = new HashSet<>();
        kept.elements().forEach(each -> names.add(text(each)));
        return names;
    }

    static String root(Map<String, String> roots) {
        StringBuilder all = new StringBuilder();
        roots.forEach((part, root) -> {
            // that there is nothing of a sort is said of some sorts only, and content is equal whether or not it is
            if (!root.isEmpty() || VersionParts.USUAL.contains(part)) {
                all.append(part).append('=').append(root).append('\n');
            }
        });
        return Hashes.of(all.toString());
    }

    private static @Nullable Json member(@Nullable Json object, String name) {
        return object != null && object.kind() == Json.Kind.OBJECT ? object.get(name) : null;
    }

    private static String text(@Nullable Json value) {
        return value != null && value.kind() == Json.Kind.STRING ? value.asString() : "";
    }

    private static long moment(@Nullable Json value, long otherwise) {
        if (value == null || value.kind() != Json.Kind.NUMBER) {
            return otherwise;
        }
        try {
            return value.asLong();
        } catch (RuntimeException e) {
            // a number that is no moment
            return otherwise;
        }
    }
}
