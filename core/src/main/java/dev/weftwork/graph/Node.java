package dev.weftwork.graph;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One step of a workflow, as it is at one moment. Immutable.
 *
 * @param id its name within the workflow
 * @param type what kind of step it is, in the host's own words
 * @param title what people call it
 * @param position where it lies, or null when nobody has placed it
 * @param size how large it is drawn, or null for the host's default
 * @param parentId the group, loop or tab that holds it, or null; a parent that is deleted or would close a circle is
 *     not shown
 * @param config its settings, each one a register of its own when edits merge
 * @param result how far its last run came and what that gave
 * @param ext what other tools keep in it and this library does not know
 * @param order its place among its siblings as a fractional key, or null for last, by id
 * @param version grows by one with each change of this node
 * @param updatedAt when it last changed, in milliseconds since 1970
 */
public record Node(
        NodeId id,
        String type,
        String title,
        @Nullable Point position,
        @Nullable Size size,
        @Nullable NodeId parentId,
        Map<String, Json> config,
        Result result,
        Map<String, Json> ext,
        @Nullable String order,
        long version,
        long updatedAt) {
    /**
     * Copies the maps.
     *
     * @param id its name
     * @param type its type
     * @param title its title
     * @param position its position, or null
     * @param size its size, or null
     * @param parentId its parent, or null
     * @param config its settings
     * @param result its result
     * @param ext its unknown fields
     * @param order its order key, or null
     * @param version its version
     * @param updatedAt its last change
     */
    public Node {
        config = Fields.copyOf(config);
        ext = Fields.copyOf(ext);
    }

    /**
     * Starts a node.
     *
     * @param id its name within the workflow
     * @param type what kind of step it is
     * @return a builder with no position, no settings and an empty title
     */
    public static Builder builder(NodeId id, String type) {
        return new Builder(id, type);
    }

    /**
     * The status of the last run.
     *
     * @return the result's status
     */
    public String status() {
        return result.status();
    }

    /**
     * One setting.
     *
     * @param key its name
     * @return its value, or null when it is not set
     */
    public @Nullable Json config(String key) {
        return config.get(key);
    }

    /**
     * Starts a changed copy.
     *
     * @return a builder that holds everything this node does
     */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Collects what a node is to be. Confined to one thread and to the callback that it was handed to. */
    public static final class Builder {
        private final NodeId id;
        private String type;
        private String title = "";
        private @Nullable Point position;
        private @Nullable Size size;
        private @Nullable NodeId parentId;
        private Map<String, Json> config = Fields.NONE;
        private Result result = Result.NONE;
        private Map<String, Json> ext = Fields.NONE;
        private @Nullable String order;
        private long version;
        private long updatedAt;

        private Builder(NodeId id, String type) {
            this.id = Objects.requireNonNull(id, "A node needs an id");
            this.type = Objects.requireNonNull(type, "A node needs a type");
        }

        private Builder(Node node) {
            this(node.id, node.type);
            title = node.title;
            position = node.position;
            size = node.size;
            parentId = node.parentId;
            config = node.config;
            result = node.result;
            ext = node.ext;
            order = node.order;
            version = node.version;
            updatedAt = node.updatedAt;
        }

        /**
         * Changes the type.
         *
         * @param value what kind of step it is
         * @return this
         */
        public Builder type(String value) {
            type = Objects.requireNonNull(value, "A node needs a type");
            return this;
        }

        /**
         * Sets the title.
         *
         * @param value what people call it
         * @return this
         */
        public Builder title(String value) {
            title = Objects.requireNonNull(value, "A title may be empty but not null");
            return this;
        }

        /**
         * Places the node.
         *
         * @param x the horizontal coordinate
         * @param y the vertical coordinate
         * @return this
         * @throws IllegalArgumentException if a coordinate is NaN or infinite
         */
        public Builder at(double x, double y) {
            return position(new Point(x, y));
        }

        /**
         * Places the node, or takes its place away.
         *
         * @param value where it lies, or null
         * @return this
         */
        public Builder position(@Nullable Point value) {
            position = value;
            return this;
        }

        /**
         * Sets the size.
         *
         * @param width the width
         * @param height the height
         * @return this
         * @throws IllegalArgumentException if a length is NaN or infinite
         */
        public Builder sized(double width, double height) {
            return size(new Size(width, height));
        }

        /**
         * Sets the size, or takes it away.
         *
         * @param value how large it is drawn, or null
         * @return this
         */
        public Builder size(@Nullable Size value) {
            size = value;
            return this;
        }

        /**
         * Puts the node into a group, or takes it out.
         *
         * @param value the node that holds it, or null
         * @return this
         */
        public Builder parent(@Nullable NodeId value) {
            parentId = value;
            return this;
        }

        /**
         * Sets one setting.
         *
         * @param key its name
         * @param value anything that {@link Json#of} takes; null is kept as JSON null
         * @return this
         */
        public Builder config(String key, @Nullable Object value) {
            config = with(config, key, Json.of(value));
            return this;
        }

        /**
         * Takes one setting away.
         *
         * @param key its name
         * @return this
         */
        public Builder removeConfig(String key) {
            config = with(config, key, null);
            return this;
        }

        /**
         * Replaces all settings.
         *
         * @param values names and values
         * @return this
         */
        public Builder config(Map<String, Json> values) {
            config = Fields.copyOf(values);
            return this;
        }

        /**
         * Sets how far the last run came.
         *
         * @param value status and value
         * @return this
         */
        public Builder result(Result value) {
            result = Objects.requireNonNull(value, "A result may be Result.NONE but not null");
            return this;
        }

        /**
         * Sets or takes away one field that this library does not know.
         *
         * @param key its name
         * @param value its value, or null to take it away
         * @return this
         */
        public Builder ext(String key, @Nullable Json value) {
            ext = with(ext, key, value);
            return this;
        }

        /**
         * Replaces all fields that this library does not know.
         *
         * @param values names and values
         * @return this
         */
        public Builder ext(Map<String, Json> values) {
            ext = Fields.copyOf(values);
            return this;
        }

        /**
         * Sets the place among the siblings.
         *
         * @param value a fractional key, or null for last, by id
         * @return this
         */
        public Builder order(@Nullable String value) {
            order = value;
            return this;
        }

        /**
         * Makes the node.
         *
         * @return the node
         */
        public Node build() {
            return new Node(id, type, title, position, size, parentId, config, result, ext, order, version, updatedAt);
        }

        private static Map<String, Json> with(Map<String, Json> map, String key, @Nullable Json value) {
            Objects.requireNonNull(key, "The name of a setting or field may be empty but not null");
            // a working copy stays a tree map, so that many settings in a row cost no more than one each
            TreeMap<String, Json> copy = map instanceof TreeMap<String, Json> mine ? mine : new TreeMap<>(map);
            if (value == null) {
                copy.remove(key);
            } else {
                copy.put(key, value);
            }
            return copy;
        }
    }
}
