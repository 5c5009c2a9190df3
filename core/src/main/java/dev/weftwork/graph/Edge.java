package dev.weftwork.graph;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One link between two nodes of a workflow, as it is at one moment. Immutable.
 *
 * @param id its name within the workflow
 * @param source the node that it leaves
 * @param target the node that it enters
 * @param sourceHandle the port that it leaves by, or null
 * @param targetHandle the port that it enters by, or null
 * @param type what kind of link it is, or null
 * @param ext what other tools keep in it and this library does not know
 * @param order its place among the edges as a fractional key, or null for last, by id
 * @param version grows by one with each change of this edge
 * @param updatedAt when it last changed, in milliseconds since 1970
 */
public record Edge(
        EdgeId id,
        NodeId source,
        NodeId target,
        @Nullable String sourceHandle,
        @Nullable String targetHandle,
        @Nullable String type,
        Map<String, Json> ext,
        @Nullable String order,
        long version,
        long updatedAt) {
    /**
     * Copies the map.
     *
     * @param id its name
     * @param source the node that it leaves
     * @param target the node that it enters
     * @param sourceHandle the port that it leaves by, or null
     * @param targetHandle the port that it enters by, or null
     * @param type its type, or null
     * @param ext its unknown fields
     * @param order its order key, or null
     * @param version its version
     * @param updatedAt its last change
     */
    public Edge {
        Objects.requireNonNull(id, "An edge needs an id");
        Objects.requireNonNull(source, "An edge needs a source");
        Objects.requireNonNull(target, "An edge needs a target");
        ext = Fields.copyOf(ext);
    }

    /**
     * A plain link.
     *
     * @param id its name
     * @param source the node that it leaves
     * @param target the node that it enters
     * @return the edge, without handles
     */
    public static Edge of(EdgeId id, NodeId source, NodeId target) {
        return new Edge(id, source, target, null, null, null, Fields.NONE, null, 0, 0);
    }

    /**
     * The same link by other ports.
     *
     * @param sourceHandleValue the port that it leaves by, or null
     * @param targetHandleValue the port that it enters by, or null
     * @return the edge
     */
    public Edge withHandles(@Nullable String sourceHandleValue, @Nullable String targetHandleValue) {
        return new Edge(id, source, target, sourceHandleValue, targetHandleValue, type, ext, order, version, updatedAt);
    }

    /**
     * The same link between other nodes.
     *
     * @param newSource the node that it leaves
     * @param newTarget the node that it enters
     * @return the edge
     */
    public Edge between(NodeId newSource, NodeId newTarget) {
        return new Edge(id, newSource, newTarget, sourceHandle, targetHandle, type, ext, order, version, updatedAt);
    }

    /**
     * The same link with another type.
     *
     * @param value what kind of link it is, or null
     * @return the edge
     */
    public Edge withType(@Nullable String value) {
        return new Edge(id, source, target, sourceHandle, targetHandle, value, ext, order, version, updatedAt);
    }

    /**
     * The same link with one unknown field set or taken away.
     *
     * @param key the field's name
     * @param value its value, or null to take it away
     * @return the edge
     */
    public Edge withExt(String key, @Nullable Json value) {
        TreeMap<String, Json> changed = new TreeMap<>(ext);
        if (value == null) {
            changed.remove(key);
        } else {
            changed.put(key, value);
        }
        return withExt(changed);
    }

    /**
     * The same link with other unknown fields.
     *
     * @param values names and values
     * @return the edge
     */
    public Edge withExt(Map<String, Json> values) {
        return new Edge(id, source, target, sourceHandle, targetHandle, type, values, order, version, updatedAt);
    }

    /**
     * The same link at another place among the edges.
     *
     * @param value a fractional key, or null for last, by id
     * @return the edge
     */
    public Edge withOrder(@Nullable String value) {
        return new Edge(id, source, target, sourceHandle, targetHandle, type, ext, value, version, updatedAt);
    }
}
