package dev.weftwork.version;

import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.graph.Json;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The parts that a content is cut into before it is cut into chunks: one for each slice of a workflow's data. So every
 * chunk, and every root, belongs to one slice, and stays on the device where that slice does.
 */
public final class VersionParts {
    private static final String WORKFLOW = EntityKind.WORKFLOW.name();
    private static final String VIEWPORT = "viewport";
    /** Ends the part in the name of a chunk. */
    static final char END = '/';

    /** Parts that every content has, perhaps empty. */
    static final Set<String> USUAL = Set.of(WORKFLOW, VIEWPORT, EntityKind.NODE.name(), EntityKind.EDGE.name());

    private VersionParts() {}

    /**
     * The part that a register belongs to, be it of a workflow's content, of a version, or of a chunk.
     *
     * @param key the entity
     * @param field the register
     * @return the name of the part
     */
    public static String of(EntityKey key, String field) {
        if (key.kind().equals(EntityKind.CHUNK)) {
            int end = key.id().indexOf(END);
            return end < 0 ? key.kind().name() : key.id().substring(0, end);
        }
        if (key.kind().equals(EntityKind.VERSION)) {
            return field.startsWith(RegisterNames.ROOT_PREFIX)
                    ? field.substring(RegisterNames.ROOT_PREFIX.length())
                    : WORKFLOW;
        }
        boolean view = key.kind().equals(EntityKind.WORKFLOW) && field.equals(RegisterNames.VIEWPORT);
        return view ? VIEWPORT : key.kind().name();
    }

    /**
     * The parts of which a version says that they go to everybody.
     *
     * @param saved what is written to its register {@link RegisterNames#SAVED}
     * @return their names
     */
    public static Set<String> shared(@Nullable Json saved) {
        Set<String> names = new TreeSet<>();
        Json roots = saved != null && saved.kind() == Json.Kind.OBJECT ? saved.get("roots") : null;
        if (roots != null && roots.kind() == Json.Kind.OBJECT) {
            roots.members().forEach(member -> names.add(member.key()));
        }
        return names;
    }

    /** The key of a chunk. */
    static EntityKey chunk(String part, String hash) {
        return new EntityKey(EntityKind.CHUNK, part + END + hash);
    }

    /** Whether an entity is part of what a version holds; versions hold no versions. */
    static boolean isContent(EntityKey key) {
        return !key.kind().equals(EntityKind.VERSION) && !key.kind().equals(EntityKind.CHUNK);
    }

    /** Whether a register may stand in a part of a workflow's content. */
    static boolean fits(String part, EntityKey key, String field) {
        return isContent(key) && of(key, field).equals(part);
    }
}
