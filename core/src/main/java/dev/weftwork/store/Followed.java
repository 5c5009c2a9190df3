package dev.weftwork.store;

import dev.weftwork.graph.Json;
import dev.weftwork.graph.JsonObjectBuilder;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.oplog.SealedText;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which workflows a replica follows: of these it has all that the server admitted, up to where it has come. Of the others
 * it has what it had when it ceased to follow them, so a snapshot is needed before it follows them again.
 *
 * @param all whether it follows all there are
 * @param some those that it follows if not all
 * @param held of each that was taken from a snapshot of its own: the sequence number up to which that held everything
 * @param allHeld the same for all at once
 */
record Followed(boolean all, Set<WorkflowId> some, Map<WorkflowId, Long> held, long allHeld) {
    /** What a replica does that was never told otherwise. */
    static final Followed ALL = new Followed(true, Set.of(), Map.of(), 0);

    Followed {
        some = Set.copyOf(some);
        held = Map.copyOf(held);
    }

    /** Follows some, or all if there are none, from the very beginning. */
    static Followed of(Set<WorkflowId> workflows) {
        return new Followed(workflows.isEmpty(), workflows, Map.of(), 0);
    }

    boolean contains(WorkflowId workflow) {
        return all || some.contains(workflow);
    }

    /** Whether whoever asks for some workflows, or for all if there are none, hears all that belongs to these. */
    boolean isWithin(Set<WorkflowId> scope) {
        return scope.isEmpty() || (!all && scope.containsAll(some));
    }

    Followed narrowedTo(Set<WorkflowId> scope) {
        if (scope.isEmpty()) {
            return this;
        }
        Set<WorkflowId> left = scope.stream().filter(this::contains).collect(Collectors.toSet());
        Map<WorkflowId, Long> marks = new HashMap<>();
        left.forEach(id -> marks.put(id, heldTo(id)));
        marks.values().removeIf(seq -> seq == 0);
        return new Followed(false, left, marks, 0);
    }

    /** What is to be taken from a snapshot before this may be widened: some workflows, or all if there are none. */
    Optional<Set<WorkflowId>> missing(Set<WorkflowId> scope) {
        if (all) {
            return Optional.empty();
        }
        Set<WorkflowId> missing = new HashSet<>(scope);
        missing.removeAll(some);
        return scope.isEmpty() || !missing.isEmpty() ? Optional.of(missing) : Optional.empty();
    }

    /** The same with some workflows, or all if there are none, as a snapshot had them. */
    Followed with(Set<WorkflowId> taken, long seq) {
        if (taken.isEmpty()) {
            return new Followed(true, Set.of(), Map.of(), seq);
        }
        Set<WorkflowId> more = new HashSet<>(some);
        Map<WorkflowId, Long> marks = new HashMap<>(held);
        taken.forEach(id -> marks.put(id, seq));
        if (!all) {
            more.addAll(taken);
        }
        return new Followed(all, more, marks, allHeld);
    }

    /** The same after one snapshot of them all, up to which the replica has come. */
    Followed rebased() {
        return new Followed(all, some, Map.of(), 0);
    }

    /** Whether a snapshot of this workflow held what the server admitted under a number. */
    boolean holds(WorkflowId workflow, long seq) {
        return seq <= heldTo(workflow);
    }

    private long heldTo(WorkflowId workflow) {
        return Math.max(allHeld, held.getOrDefault(workflow, 0L));
    }

    /** The text of the setting, or null for what holds without one. */
    @Nullable String text() {
        if (equals(ALL)) {
            return null;
        }
        JsonObjectBuilder ids = Json.object();
        some.stream().sorted().forEach(id -> ids.put(id.value(), true));
        JsonObjectBuilder marks = Json.object();
        held.keySet().stream().sorted().forEach(id -> marks.put(id.value(), heldTo(id)));
        JsonObjectBuilder text = Json.object()
                .put("all", all)
                .put("allHeld", allHeld)
                .put("some", ids.build())
                .put("held", marks.build());
        return SealedText.seal(Keys.FOLLOWED, text.build().text());
    }

    static Followed parse(@Nullable String text) {
        if (text == null) {
            return ALL;
        }
        Map<String, Json> json =
                Json.parse(SealedText.open(Keys.FOLLOWED, text)).toMap();
        Map<WorkflowId, Long> held = new HashMap<>();
        json.getOrDefault("held", Json.NULL).toMap().forEach((id, seq) -> held.put(WorkflowId.of(id), seq.asLong()));
        return new Followed(
                json.getOrDefault("all", Json.NULL).asBoolean(),
                json.getOrDefault("some", Json.NULL).toMap().keySet().stream()
                        .map(WorkflowId::of)
                        .collect(Collectors.toSet()),
                held,
                json.getOrDefault("allHeld", Json.NULL).asLong());
    }
}
