package dev.weftwork.change;

import dev.weftwork.graph.Workflow;
import dev.weftwork.graph.WorkflowId;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The state of one workflow: every entity that was ever written to, dead or alive. Immutable and safe to share between
 * threads; joining gives a new state that shares all that did not change, at a cost that does not depend on the size
 * of the graph.
 */
public final class GraphState {
    private final WorkflowId id;
    private final Entity self;
    private final EntityTable nodes;
    private final EntityTable edges;
    /** Entities of kinds that have no table of their own, by kind and id. */
    private final EntityTable others;

    private final long updatedAt;
    private @Nullable GraphView view;
    /** The last view for a presence of some kind; a store has one. */
    private @Nullable GraphView presentView;

    private GraphState(
            WorkflowId id, Entity self, EntityTable nodes, EntityTable edges, EntityTable others, long updatedAt) {
        this.id = id;
        this.self = self;
        this.nodes = nodes;
        this.edges = edges;
        this.others = others;
        this.updatedAt = updatedAt;
    }

    /**
     * A workflow of which nothing is known.
     *
     * @param id names the workflow
     * @return its state
     */
    public static GraphState empty(WorkflowId id) {
        return new GraphState(
                id, Entity.unborn(EntityKey.of(id)), EntityTable.empty(), EntityTable.empty(), EntityTable.empty(), 0);
    }

    /**
     * Names the workflow.
     *
     * @return the id
     */
    public WorkflowId id() {
        return id;
    }

    /**
     * When anything in the workflow last changed.
     *
     * @return milliseconds since 1970
     */
    public long updatedAt() {
        return updatedAt;
    }

    /**
     * Whether the workflow itself exists.
     *
     * @return true if its life register says so
     */
    public boolean alive() {
        return self.alive();
    }

    /**
     * The state of one entity.
     *
     * @param key names it
     * @return its state, or null if nothing was ever written to it
     */
    public @Nullable Entity entity(EntityKey key) {
        if (key.equals(self.key())) {
            return self.version() == 0 ? null : self;
        }
        return table(key.kind()).get(name(key));
    }

    /**
     * The workflow's own entity.
     *
     * @return its state, unborn if nothing was ever written to it
     */
    public Entity self() {
        return self;
    }

    /**
     * Hands over every entity, dead or alive, in no particular order.
     *
     * @param each takes the entities
     */
    public void forEach(Consumer<Entity> each) {
        if (self.version() > 0) {
            each.accept(self);
        }
        nodes.forEach(each);
        edges.forEach(each);
        others.forEach(each);
    }

    /**
     * How many entities there are, dead or alive.
     *
     * @return the number
     */
    public int size() {
        return (self.version() > 0 ? 1 : 0) + nodes.size() + edges.size() + others.size();
    }

    /**
     * Joins one operation, whole.
     *
     * @param op the operation
     * @param stamp the stamp that its writes carry
     * @return the joined state
     */
    public GraphState join(Op op, Stamp stamp) {
        Changes changes = new Changes(this);
        for (EntityWrites writes : op.writes()) {
            changes.join(writes, stamp);
        }
        // what changes nothing leaves no time behind, so that time follows from what stands, however it came to stand
        return changes.done(changes.any ? Math.max(updatedAt, stamp.millis()) : updatedAt);
    }

    /**
     * Joins another state of the same workflow.
     *
     * @param other the other state
     * @return the joined state
     */
    public GraphState join(GraphState other) {
        Changes changes = new Changes(this);
        other.forEach(changes::join);
        return changes.done(Math.max(updatedAt, other.updatedAt));
    }

    /**
     * The same state with one entity replaced, as when folded rows are read or an entity is worked out anew.
     *
     * @param entity the entity's state
     * @return the state
     */
    public GraphState with(Entity entity) {
        Changes changes = new Changes(this);
        changes.put(entity);
        return changes.done(Math.max(updatedAt, entity.updatedAt()));
    }

    /**
     * Starts a state that is filled entity by entity.
     *
     * @param id names the workflow
     * @return a builder
     */
    public static Builder builder(WorkflowId id) {
        return new Builder(id);
    }

    /**
     * What a person sees of it.
     *
     * @return a snapshot; the same one each time
     */
    public Workflow view() {
        return graph();
    }

    GraphView graph() {
        GraphView made = view;
        if (made == null) {
            made = new GraphView(this, Presence.ALL);
            view = made;
        }
        return made;
    }

    /**
     * What a person sees of it while only some processes live: a run that a dead process started shows as idle.
     *
     * @param presence tells which processes live
     * @return a snapshot; the same one each time for the same presence in a row
     */
    public Workflow view(Presence presence) {
        if (presence == Presence.ALL) {
            return graph();
        }
        GraphView made = presentView;
        if (made == null || made.presence() != presence) {
            made = new GraphView(this, presence);
            presentView = made;
        }
        return made;
    }

    EntityTable nodes() {
        return nodes;
    }

    EntityTable edges() {
        return edges;
    }

    private EntityTable table(EntityKind kind) {
        if (kind.equals(EntityKind.NODE)) {
            return nodes;
        }
        return kind.equals(EntityKind.EDGE) ? edges : others;
    }

    static String name(EntityKey key) {
        boolean own = key.kind().equals(EntityKind.NODE) || key.kind().equals(EntityKind.EDGE);
        return own ? key.id() : key.kind().name() + "/" + key.id();
    }

    /** Fills a state entity by entity. Confined to one thread; used once. */
    public static final class Builder {
        private final Changes changes;
        private long updatedAt;
        private int count;

        private Builder(WorkflowId id) {
            changes = new Changes(empty(id));
        }

        /**
         * Puts one entity in; each may come once.
         *
         * @param entity the entity's state
         * @return this
         */
        public Builder put(Entity entity) {
            return put(entity, entity.updatedAt());
        }

        /**
         * Puts one entity in, where it is known when it changed; each may come once.
         *
         * @param entity the entity's state
         * @param changedAt when it last changed, or something beside it, in milliseconds since 1970
         * @return this
         */
        public Builder put(Entity entity, long changedAt) {
            changes.add(entity);
            count += entity.version() == 0 && changes.isSelf(entity.key()) ? 0 : 1;
            updatedAt = Math.max(updatedAt, changedAt);
            return this;
        }

        /**
         * Makes the state.
         *
         * @return the state
         * @throws IllegalStateException if an entity came twice
         */
        public GraphState build() {
            GraphState built = changes.done(updatedAt);
            if (built.size() != count) {
                throw new IllegalStateException(count + " entities are only " + built.size() + " different ones");
            }
            return built;
        }
    }

    /** A state in the making. */
    private static final class Changes {
        private final GraphState from;
        private Entity self;
        // each null while nothing has come for it: an edit is joined in less time than three tables take
        private EntityTable.@Nullable Changes nodes;
        private EntityTable.@Nullable Changes edges;
        private EntityTable.@Nullable Changes others;
        private boolean any;

        Changes(GraphState from) {
            this.from = from;
            self = from.self;
        }

        void join(EntityWrites writes, Stamp stamp) {
            EntityKey key = writes.key();
            if (isSelf(key)) {
                self = joined(self, writes, stamp);
                return;
            }
            EntityTable.Changes table = table(key.kind());
            String name = name(key);
            Entity old = table.get(name);
            Entity base = old == null ? Entity.unborn(key) : old;
            table.put(name, old, joined(base, writes, stamp));
        }

        @SuppressWarnings("ReferenceEquality") // the join gives the same object if nothing in it changed
        private Entity joined(Entity entity, EntityWrites writes, Stamp stamp) {
            Entity joined = entity.join(writes, stamp);
            any |= joined.registers() != entity.registers();
            return joined;
        }

        void join(Entity entity) {
            if (isSelf(entity.key())) {
                self = self.join(entity);
                return;
            }
            EntityTable.Changes table = table(entity.key().kind());
            Entity old = table.get(name(entity.key()));
            table.put(name(entity.key()), old, old == null ? entity : old.join(entity));
        }

        void put(Entity entity) {
            if (isSelf(entity.key())) {
                self = entity;
                return;
            }
            EntityTable.Changes table = table(entity.key().kind());
            String name = name(entity.key());
            table.put(name, table.get(name), entity);
        }

        void add(Entity entity) {
            if (isSelf(entity.key())) {
                self = entity;
            } else {
                table(entity.key().kind()).put(name(entity.key()), null, entity);
            }
        }

        GraphState done(long updatedAt) {
            return new GraphState(
                    from.id,
                    self,
                    nodes == null ? from.nodes : nodes.done(),
                    edges == null ? from.edges : edges.done(),
                    others == null ? from.others : others.done(),
                    updatedAt);
        }

        private boolean isSelf(EntityKey key) {
            return key.kind().equals(EntityKind.WORKFLOW) && key.id().equals(from.id.value());
        }

        private EntityTable.Changes table(EntityKind kind) {
            if (kind.equals(EntityKind.NODE)) {
                nodes = nodes == null ? from.nodes.change() : nodes;
                return nodes;
            }
            if (kind.equals(EntityKind.EDGE)) {
                edges = edges == null ? from.edges.change() : edges;
                return edges;
            }
            others = others == null ? from.others.change() : others;
            return others;
        }
    }
}
