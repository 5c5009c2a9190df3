package dev.weftwork.store;

import dev.weftwork.change.AdmittedOp;
import dev.weftwork.change.DeviceId;
import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.Registers;
import dev.weftwork.change.Stamp;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.WorkflowId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds writes of this device and of others to one register of which neither knew of the other, just as the server does
 * at admission, and asks the strategies about those that this device lost. Used once, under the replica's lock.
 */
final class Rivalry {
    private static final Logger LOG = LoggerFactory.getLogger(Rivalry.class);

    private final Replica replica;
    private final DeviceId self;
    private final ConflictPolicy policy;
    /** Whether an admitted operation stands behind a number in the server's order; not if it is beyond memory. */
    private final Where places;

    private final Map<WorkflowId, GraphState> states = new HashMap<>();
    private final Map<OpId, Long> fresh = new HashMap<>();
    private final List<Rewrite> answers = new ArrayList<>();

    private final long millis;
    private final Sealing sealing;

    /** A conflict, and whether this device is to answer it. */
    private record Found(Conflict conflict, boolean asks) {}

    private record Place(WorkflowId workflow, EntityKey key) {
        static Place of(Conflict conflict) {
            return new Place(conflict.workflow(), conflict.key());
        }
    }

    /** Knows where operations stand. */
    interface Where {
        boolean isAfter(OpId op, long seen);
    }

    Rivalry(Replica replica, ConflictPolicy policy, long millis, Where places, Sealing sealing) {
        this.millis = millis;
        this.replica = replica;
        this.self = replica.committed().device();
        this.policy = policy;
        this.places = places;
        this.sealing = sealing;
    }

    /** A write that settles a conflict. */
    record Rewrite(Conflict conflict, ConflictStrategy.Decision.Value value) {
        /** The same, encrypted if the field is secret. */
        Rewrite sealed(GraphState state, Sealing sealing) {
            Json json = sealing.seal(state, conflict.key(), conflict.field(), value.json());
            return new Rewrite(conflict, new ConflictStrategy.Decision.Value(json));
        }

        Op op(OpId id, Op.Origin origin, long seen) {
            EntityWrites writes = EntityWrites.to(conflict.key())
                    .set(conflict.field(), value.json())
                    .build();
            OpId loser = conflict.loser().stamp().op();
            Op plain = Op.of(id, conflict.workflow(), origin, List.of(writes)).inKnowledgeOf(seen);
            return plain.resolving(loser);
        }
    }

    List<Rewrite> answers() {
        return answers;
    }

    /** Looks at operations in the server's order. */
    List<Conflict> look(List<AdmittedOp> admitted) {
        Set<WorkflowId> interesting = new HashSet<>();
        long own = replica.committed().standing().own();
        for (AdmittedOp each : admitted) {
            fresh.put(each.op().id(), each.seq());
            boolean mine = isMine(each.op());
            own = mine ? Math.max(own, each.seq()) : own;
            if (mine || each.op().seen() < own) {
                interesting.add(each.op().workflow());
            }
        }
        List<Found> found = new ArrayList<>();
        for (AdmittedOp each : admitted) {
            if (interesting.contains(each.op().workflow())) {
                look(each, found);
            }
        }
        return decide(found);
    }

    /** Asks when all is known, since a strategy may go by the whole of an entity. */
    private List<Conflict> decide(List<Found> found) {
        Map<Place, List<Conflict>> byEntity = new HashMap<>();
        found.forEach(each -> byEntity.computeIfAbsent(Place.of(each.conflict), place -> new ArrayList<>())
                .add(each.conflict));
        return found.stream()
                .map(each -> each.asks
                        ? ask(each.conflict, byEntity.getOrDefault(Place.of(each.conflict), List.of()))
                        : each.conflict)
                .toList();
    }

    private boolean isMine(Op op) {
        return op.origin().device().equals(self);
    }

    private void look(AdmittedOp each, List<Found> found) {
        GraphState before = states.computeIfAbsent(each.op().workflow(), this::base);
        for (EntityWrites writes : each.op().writes()) {
            Entity entity = before.entity(writes.key());
            // two who save equal content write the same chunks; nobody has to decide anything
            if (entity != null && !writes.key().kind().equals(EntityKind.CHUNK)) {
                look(each, writes, entity.registers(), found);
            }
        }
        states.put(each.op().workflow(), before.join(each.op(), each.stamp()));
    }

    private GraphState base(WorkflowId id) {
        Slot slot = replica.slot(id);
        return slot == null ? GraphState.empty(id) : slot.overlay.base();
    }

    private void look(AdmittedOp each, EntityWrites writes, Registers standing, List<Found> found) {
        for (int i = 0; i < writes.size(); i++) {
            int at = standing.indexOf(writes.field(i));
            if (at >= 0 && areRivals(each, standing.stamp(at))) {
                found.add(judge(each, writes, i, standing.stamp(at), standing.value(at)));
            }
        }
    }

    private boolean areRivals(AdmittedOp each, Stamp standing) {
        boolean mine = isMine(each.op());
        boolean theirs = standing.device().equals(self);
        return mine != theirs && isAfter(standing.op(), each.op().seen());
    }

    private boolean isAfter(OpId op, long seen) {
        Long known = fresh.get(op);
        return known == null ? places.isAfter(op, seen) : known > seen;
    }

    private Found judge(AdmittedOp each, EntityWrites writes, int index, Stamp standing, @Nullable Json standingValue) {
        boolean mine = isMine(each.op());
        Json value = writes.value(index);
        boolean newWins = Registers.beats(each.stamp(), value, standing, standingValue);
        Conflict.Side its = new Conflict.Side(value, each.stamp());
        Conflict.Side other = new Conflict.Side(standingValue, standing);
        Conflict plain = new Conflict(
                each.op().workflow(),
                writes.key(),
                writes.field(index),
                mine ? its : other,
                mine ? other : its,
                mine == newWins,
                false,
                millis);
        Conflict conflict = sealing.sealIfPossible(base(plain.workflow()), plain);
        // whoever settles a conflict is not drawn into another
        boolean settles = each.op().resolves() != null;
        return new Found(conflict, !conflict.won() && !settles);
    }

    /** A host's strategy that fails, and an answer that cannot be encrypted now, must not hold up all that came. */
    private Conflict ask(Conflict conflict, List<Conflict> ofEntity) {
        try {
            ConflictStrategy.Decision decision = policy.decide(conflict, ofEntity);
            decision.written()
                    .ifPresent(value ->
                            answers.add(new Rewrite(conflict, value).sealed(base(conflict.workflow()), sealing)));
            return decision.open() ? conflict.opened() : conflict;
        } catch (RuntimeException | Error e) {
            // its message may hold values
            LOG.atWarn()
                    .addKeyValue("workflow", conflict.workflow())
                    .addKeyValue("field", conflict.field())
                    .addKeyValue("failure", e.getClass().getName())
                    .log("A strategy did not decide a conflict, so a person is to");
            return conflict.opened();
        }
    }
}
