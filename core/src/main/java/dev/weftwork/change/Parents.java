package dev.weftwork.change;

import dev.weftwork.graph.NodeId;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which parents count. Two people can each put a group into the other's at the same time; then the newest of the writes
 * that close the circle is hidden, on every device the same one.
 */
final class Parents {
    private Parents() {}

    /** Whether a node's parent is visible and does not close a circle that this node's own write made. */
    static boolean shows(Entity child, EntityTable nodes) {
        Entity parent = living(child.asNode().parentId(), nodes);
        if (parent == null) {
            return false;
        }
        Set<String> path = new HashSet<>();
        Entity at = child;
        while (at != null && path.add(at.key().id())) {
            at = living(at.asNode().parentId(), nodes);
        }
        boolean inCircle = at != null && at.key().equals(child.key());
        return !inCircle || !isNewestOf(path, child, nodes);
    }

    private static boolean isNewestOf(Set<String> circle, Entity child, EntityTable nodes) {
        Stamp mine = child.registers().stampOf(RegisterNames.PARENT);
        for (String name : circle) {
            Entity member = nodes.get(name);
            Stamp other = member == null ? null : member.registers().stampOf(RegisterNames.PARENT);
            if (mine != null
                    && other != null
                    && newer(other, name, mine, child.key().id())) {
                return false;
            }
        }
        return true;
    }

    private static boolean newer(Stamp other, String otherName, Stamp mine, String myName) {
        int order = other.compareTo(mine);
        return order > 0 || (order == 0 && otherName.compareTo(myName) > 0);
    }

    private static @Nullable Entity living(@Nullable NodeId id, EntityTable nodes) {
        Entity entity = id == null ? null : nodes.get(id.value());
        return entity != null && entity.alive() ? entity : null;
    }
}
