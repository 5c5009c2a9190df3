package dev.weftwork.examples.folder;

import dev.weftwork.change.Admission;
import dev.weftwork.change.AdmittedOp;
import dev.weftwork.change.CursorCheck;
import dev.weftwork.change.DeviceId;
import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.Grave;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpDigest;
import dev.weftwork.change.OpId;
import dev.weftwork.change.Place;
import dev.weftwork.change.Registers;
import dev.weftwork.change.ServerAdmission;
import dev.weftwork.change.ServerLedger;
import dev.weftwork.change.Verdict;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.OpAnswer;
import dev.weftwork.spi.PushRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was decided so far, as admission asks for it. Admission is a pure function of this and of what is offered when, so
 * whoever takes the same offers in the same order has the same book. Forgets nothing. Confined to one thread.
 */
final class FolderBook implements ServerLedger {
    private final List<AdmittedOp> ops = new ArrayList<>();
    private final List<Place> places = new ArrayList<>();
    private final Map<WorkflowId, GraphState> states = new TreeMap<>();
    private final Map<OpId, Known> known = new HashMap<>();
    private final Map<OpId, Long> seqs = new HashMap<>();
    private final Map<DeviceId, String> owners = new HashMap<>();
    private final Map<DeviceId, NavigableMap<Long, Used>> numbers = new HashMap<>();
    private long clock;

    private record Used(OpId op, Neighbour clocks) {}

    FolderBook(String incarnation) {
        places.add(Place.start(incarnation));
    }

    /** Decides about an operation and takes in what comes of it. */
    OpAnswer take(PushRequest.Offer offer, String principal, long at) {
        Op op = offer.op();
        String owner = owners.get(op.origin().device());
        if (owner != null && !owner.equals(principal)) {
            return new OpAnswer.Decided(new Verdict.Forked(op.id(), ServerAdmission.DEVICE_OF_ANOTHER));
        }
        Admission.Decision decision = ServerAdmission.decide(op, offer.eff(), this, at);
        if (decision == null) {
            return new OpAnswer.Duplicate(op.id());
        }
        if (decision instanceof Admission.Admit admit) {
            admit(op, admit, principal);
        } else if (decision.verdict() instanceof Verdict.Rejected rejected) {
            known.put(op.id(), new Known(OpDigest.of(op), rejected));
        }
        return new OpAnswer.Decided(decision.verdict());
    }

    private void admit(Op op, Admission.Admit admit, String principal) {
        Verdict.Applied verdict = admit.verdict();
        AdmittedOp admitted = new AdmittedOp(admit.op(), verdict.seq(), verdict.eff());
        Op.Origin origin = op.origin();
        clock = admit.clock();
        ops.add(admitted);
        places.add(headPlace().then(op.id()));
        known.put(op.id(), new Known(OpDigest.of(op), verdict));
        seqs.put(op.id(), verdict.seq());
        owners.put(origin.device(), principal);
        numbers.computeIfAbsent(origin.device(), device -> new TreeMap<>())
                .put(origin.seq(), new Used(op.id(), new Neighbour(origin.claimed(), admit.order())));
        GraphState state = states.getOrDefault(op.workflow(), GraphState.empty(op.workflow()));
        states.put(op.workflow(), state.join(admitted.op(), admitted.stamp()));
    }

    /** What a cursor means here. */
    CursorCheck.Finding check(String cursor) {
        return CursorCheck.check(
                cursor,
                places.get(0),
                headPlace(),
                seq -> seq >= 0 && seq < places.size() ? places.get((int) seq) : null);
    }

    /** The operations behind a number, oldest first. */
    List<AdmittedOp> after(long seq) {
        return ops.subList((int) seq, ops.size());
    }

    Place place(long seq) {
        return places.get((int) seq);
    }

    Place headPlace() {
        return places.get(places.size() - 1);
    }

    Map<WorkflowId, GraphState> states() {
        return states;
    }

    @Override
    public long head() {
        return ops.size();
    }

    @Override
    public long clock() {
        return clock;
    }

    @Override
    public @Nullable Known known(OpId op) {
        return known.get(op);
    }

    @Override
    public @Nullable OpId numbered(DeviceId device, long seq) {
        Used used = numbersOf(device).get(seq);
        return used == null ? null : used.op;
    }

    @Override
    public @Nullable Neighbour below(DeviceId device, long seq) {
        return clocks(numbersOf(device).lowerEntry(seq));
    }

    @Override
    public @Nullable Neighbour above(DeviceId device, long seq) {
        return clocks(numbersOf(device).higherEntry(seq));
    }

    private NavigableMap<Long, Used> numbersOf(DeviceId device) {
        return numbers.getOrDefault(device, new TreeMap<>());
    }

    private static @Nullable Neighbour clocks(Map.@Nullable Entry<Long, Used> entry) {
        return entry == null ? null : entry.getValue().clocks;
    }

    @Override
    public @Nullable Registers registers(WorkflowId workflow, EntityKey key) {
        GraphState state = states.get(workflow);
        Entity entity = state == null ? null : state.entity(key);
        return entity == null ? null : entity.registers();
    }

    @Override
    public long seqOf(OpId op) {
        return seqs.getOrDefault(op, 0L);
    }

    @Override
    public boolean forgotten(DeviceId device, long seq) {
        return false;
    }

    @Override
    public long traceOf(DeviceId device, long seq) {
        return 0;
    }

    @Override
    public @Nullable Grave grave(WorkflowId workflow, EntityKey key) {
        return null;
    }
}
