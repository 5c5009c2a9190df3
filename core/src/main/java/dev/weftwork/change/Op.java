package dev.weftwork.change;

import dev.weftwork.graph.WorkflowId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One gesture of a person, atomic: all its writes are joined or none is. Immutable; what has been sent never changes.
 *
 * @param id names it for ever
 * @param workflow the one workflow that it belongs to
 * @param origin which replica made it, and when by that replica's clock
 * @param seen the sequence number up to which the replica had pulled when the person made the edit
 * @param schema the schema version that its writes are in
 * @param undoOf the operation that this one takes back, or null
 * @param resolves the conflict that this one settles, named by the operation that lost, or null
 * @param writes what it writes, one element for each entity
 */
public record Op(
        OpId id,
        WorkflowId workflow,
        Origin origin,
        long seen,
        int schema,
        @Nullable OpId undoOf,
        @Nullable OpId resolves,
        List<EntityWrites> writes) {
    /**
     * Copies the list.
     *
     * @param id its name
     * @param workflow its workflow
     * @param origin its replica and clock
     * @param seen what the replica had pulled
     * @param schema its schema version
     * @param undoOf the operation taken back, or null
     * @param resolves the conflict settled, or null
     * @param writes what it writes
     */
    public Op {
        writes = List.copyOf(writes);
    }

    /**
     * Which replica made an operation, and when.
     *
     * @param device the replica
     * @param seq the replica's own count of operations, from one
     * @param claimed the replica's hybrid clock
     */
    public record Origin(DeviceId device, long seq, long claimed) {}

    /**
     * A plain edit.
     *
     * @param id its name
     * @param workflow its workflow
     * @param origin its replica and clock
     * @param writes what it writes
     * @return the operation, in the current schema, that takes nothing back and settles nothing
     */
    public static Op of(OpId id, WorkflowId workflow, Origin origin, List<EntityWrites> writes) {
        return new Op(id, workflow, origin, 0, SchemaVersion.CURRENT, null, null, writes);
    }

    /**
     * The same content under another number of its replica.
     *
     * @param other replica, count and clock
     * @return the operation
     */
    public Op renumbered(Origin other) {
        return origin.equals(other) ? this : new Op(id, workflow, other, seen, schema, undoOf, resolves, writes);
    }

    /**
     * The same operation as made by somebody who had pulled so far.
     *
     * @param pulled the sequence number up to which the replica had pulled
     * @return the operation
     */
    public Op inKnowledgeOf(long pulled) {
        return pulled == seen ? this : new Op(id, workflow, origin, pulled, schema, undoOf, resolves, writes);
    }

    /**
     * The same content under another id.
     *
     * @param other its new name
     * @return the operation
     */
    public Op named(OpId other) {
        return new Op(other, workflow, origin, seen, schema, undoOf, resolves, writes);
    }

    /**
     * The same operation as the settling of a conflict.
     *
     * @param loser the operation that lost in it
     * @return the operation
     */
    public Op resolving(OpId loser) {
        return new Op(id, workflow, origin, seen, schema, undoOf, loser, writes);
    }

    /**
     * The same operation as the inverse of another.
     *
     * @param undone the operation that it takes back
     * @return the operation
     */
    public Op takingBack(OpId undone) {
        return new Op(id, workflow, origin, seen, schema, undone, resolves, writes);
    }

    /**
     * The same operation where those that it takes back, or writes over, go on under other names.
     *
     * @param names the other names, by the former
     * @return the operation
     */
    public Op followed(Map<OpId, OpId> names) {
        OpId undone = undoOf == null ? null : names.getOrDefault(undoOf, undoOf);
        List<EntityWrites> others =
                writes.stream().map(each -> each.followed(names)).toList();
        return new Op(id, workflow, origin, seen, schema, undone, resolves, others);
    }

    /**
     * The same operation with other writes.
     *
     * @param others what it writes
     * @return the operation
     */
    public Op withWrites(List<EntityWrites> others) {
        return new Op(id, workflow, origin, seen, schema, undoOf, resolves, others);
    }

    /**
     * The stamp that its writes carry under an effective clock.
     *
     * @param eff the effective clock
     * @return the stamp
     */
    public Stamp stamp(long eff) {
        return new Stamp(eff, origin.device, origin.seq, id);
    }

    /**
     * The stamp that its writes carry until an authority has spoken.
     *
     * @return the stamp under the claimed clock
     */
    public Stamp provisional() {
        return stamp(origin.claimed);
    }
}
