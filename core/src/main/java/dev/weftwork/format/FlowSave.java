package dev.weftwork.format;

import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.change.Registers;
import dev.weftwork.change.WorkflowRegisters;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.WorkflowId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What saving a document writes to a workflow. Saving is three-way: what differs from the document that the writer started
 * from is written, and nothing else, so what others changed meanwhile stays. A part that the document says nothing of is
 * left as it is; a document without links erases none. Immutable.
 *
 * @param id names the workflow
 * @param wanted what the document says
 * @param name what people are to call the workflow, or null to leave that to the document
 */
public record FlowSave(
        WorkflowId id, FlowContent wanted, @Nullable String name) {
    /**
     * Checks that all is there.
     *
     * @param id names the workflow
     * @param wanted what the document says
     * @param name its name, or null
     */
    public FlowSave {
        Objects.requireNonNull(id, "The id of the workflow is needed");
        Objects.requireNonNull(wanted, "A content is needed; FlowJson reads one from a document");
    }

    /**
     * What makes the workflow.
     *
     * @param former every entity that a deleted workflow of this id left; else none
     * @return the writes, one element for each entity
     */
    public List<EntityWrites> births(List<Entity> former) {
        EntityKey own = EntityKey.of(id);
        SaveWrites writes = new SaveWrites(SaveWrites.lookup(former), true);
        String called = name == null ? wanted.name() : name;
        EntityWrites.Builder self = EntityWrites.to(own)
                .set(RegisterNames.LIFE, Json.TRUE)
                .set(RegisterNames.NAME, Json.of(called))
                .set(RegisterNames.VIEWPORT, WorkflowRegisters.viewport(wanted.viewport()));
        wanted.ext().forEach((key, value) -> self.set(RegisterNames.EXT_PREFIX + key, value));
        Json mark = mark(called);
        if (mark != null) {
            self.set(RegisterNames.EXT_PREFIX + Marks.NAME, mark);
        }
        writes.bear(self.build());
        wanted.nodes().forEach(writes::bear);
        wanted.edges().forEach(writes::bear);
        former.stream().filter(Entity::alive).forEach(writes::buryUnlessBorn);
        return writes.all();
    }

    /**
     * What changes a workflow that exists.
     *
     * @param base what the writer started from
     * @param deletes whether what the base holds and the document does not is to go
     * @param state how the workflow stands
     * @return the writes, one element for each entity that changes
     */
    public List<EntityWrites> changes(FlowContent base, boolean deletes, State state) {
        Objects.requireNonNull(base, "A base is needed; it is what the writer started from");
        Objects.requireNonNull(state, "A look at the state is needed; it tells what is alive");
        SaveWrites writes = new SaveWrites(state, deletes);
        OrderPlan plan = OrderPlan.of(base, wanted, state);
        writes.nodes(base.nodes(), plan.nodes(), plan.anew());
        writes.edges(base.edges(), plan.edges(), wanted.speaksOf(FlowPart.EDGES), plan.anew());
        if (!wanted.speaksOf(FlowPart.EDGES)
                && !Objects.equals(base.ext().get(Marks.FORMAT), wanted.ext().get(Marks.FORMAT))) {
            // links that stay are written as the new family has them
            base.edges().forEach(edge -> writes.unset(EntityKey.of(edge.id()), RegisterNames.EXT_PREFIX + Marks.SHAPE));
        }
        own(base, deletes, writes, plan.anew());
        return writes.all();
    }

    private void own(FlowContent base, boolean deletes, SaveWrites writes, boolean anew) {
        EntityKey own = EntityKey.of(id);
        wanted.ext().forEach((key, value) -> {
            // shapes are never taken away: what was deleted may come back and want its own
            boolean shared = key.startsWith(Marks.SHAPE_PREFIX) || (anew && key.equals(Marks.STRAYS));
            if (shared || !value.equals(base.ext().get(key))) {
                writes.set(own, RegisterNames.EXT_PREFIX + key, value);
            }
        });
        for (String key : base.ext().keySet()) {
            if (!wanted.ext().containsKey(key) && !key.startsWith(Marks.SHAPE_PREFIX)) {
                writes.clear(own, RegisterNames.EXT_PREFIX + key);
            }
        }
        boolean seen = wanted.speaksOf(FlowPart.VIEWPORT) || (deletes && base.speaksOf(FlowPart.VIEWPORT));
        if (seen && !wanted.viewport().equals(base.viewport())) {
            writes.set(own, RegisterNames.VIEWPORT, WorkflowRegisters.viewport(wanted.viewport()));
        }
        naming(base, writes);
    }

    /** The document's own name follows the workflow's as long as they were the same. */
    private void naming(FlowContent base, SaveWrites writes) {
        EntityKey own = EntityKey.of(id);
        Registers present = writes.registers(own);
        Json now = present == null ? null : present.get(RegisterNames.NAME);
        String called = now == null || now.kind() != Json.Kind.STRING ? "" : now.asString();
        boolean linked = present == null || present.get(RegisterNames.EXT_PREFIX + Marks.NAME) == null;
        boolean renames = wanted.speaksOf(FlowPart.NAME) && !wanted.name().equals(base.name());
        String target = name != null ? name : linked && renames ? wanted.name() : called;
        writes.set(own, RegisterNames.NAME, Json.of(target));
        if (renames || !target.equals(called) || base.speaksOf(FlowPart.NAME) != wanted.speaksOf(FlowPart.NAME)) {
            Json mark = mark(target);
            if (mark == null) {
                writes.unset(own, RegisterNames.EXT_PREFIX + Marks.NAME);
            } else {
                writes.set(own, RegisterNames.EXT_PREFIX + Marks.NAME, mark);
            }
        }
    }

    private @Nullable Json mark(String called) {
        boolean whole = wanted.ext().containsKey(Marks.DOCUMENT);
        boolean same = wanted.speaksOf(FlowPart.NAME) && wanted.name().equals(called);
        return whole || same ? null : Json.of(wanted.name());
    }

    /** How a workflow stands. */
    @FunctionalInterface
    public interface State {
        /**
         * The state of one entity.
         *
         * @param key names it
         * @return its admitted registers, or null if nobody ever wrote to it
         */
        @Nullable Registers registers(EntityKey key);
    }

    /**
     * Whether two documents are of kinds that cannot be merged: one is a graph and the other one is kept whole.
     *
     * @param one a document
     * @param other another
     * @return whether they are
     */
    public static boolean differInKind(FlowContent one, FlowContent other) {
        return one.ext().containsKey(Marks.DOCUMENT) != other.ext().containsKey(Marks.DOCUMENT);
    }
}
