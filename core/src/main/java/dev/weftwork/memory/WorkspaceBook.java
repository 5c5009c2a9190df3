package dev.weftwork.memory;

import dev.weftwork.change.Admission;
import dev.weftwork.change.AdmittedOp;
import dev.weftwork.change.DeviceId;
import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.Grave;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpDigest;
import dev.weftwork.change.OpId;
import dev.weftwork.change.Place;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.change.Registers;
import dev.weftwork.change.ServerLedger;
import dev.weftwork.change.Verdict;
import dev.weftwork.graph.WorkflowId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** All that a workspace in memory knows. Confined to one thread at a time. */
final class WorkspaceBook implements ServerLedger {
    /** What follows the floor, in order: the element at index i has the number floor + i + 1. */
    final List<Entry> log = new ArrayList<>();

    final TreeMap<WorkflowId, GraphState> states = new TreeMap<>();
    final List<LostValue> losses = new ArrayList<>();
    private final Map<OpId, Answered> answered = new HashMap<>();
    private final Map<DeviceId, DeviceBook> devices = new HashMap<>();
    private final Map<DeviceId, String> owners = new HashMap<>();
    private final Map<Purged, Grave> graves = new HashMap<>();
    private Place floor;
    private Place head;
    private long clock;

    /** An admitted operation, the place behind it, and when it came in. */
    record Entry(AdmittedOp admitted, Place place, long at) {}

    /** What was said of an operation; the number is zero if it was not admitted. */
    private record Answered(Known known, long seq, long at) {}

    /** An entity that is gone for good, or with null all of a workflow. */
    private record Purged(WorkflowId workflow, @Nullable EntityKey key) {}

    WorkspaceBook(Place start) {
        floor = start;
        head = start;
    }

    WorkspaceBook copy() {
        WorkspaceBook copy = new WorkspaceBook(floor);
        copy.head = head;
        copy.clock = clock;
        copy.log.addAll(log);
        copy.states.putAll(states);
        copy.losses.addAll(losses);
        copy.answered.putAll(answered);
        copy.owners.putAll(owners);
        copy.graves.putAll(graves);
        devices.forEach((device, book) -> copy.devices.put(device, book.copy()));
        return copy;
    }

    Place floorPlace() {
        return floor;
    }

    Place headPlace() {
        return head;
    }

    @Nullable Place placeAt(long seq) {
        long index = seq - floor.seq() - 1;
        if (index < 0) {
            return seq == floor.seq() ? floor : null;
        }
        return index < log.size() ? log.get((int) index).place : null;
    }

    List<Entry> after(long seq) {
        return log.subList((int) (seq - floor.seq()), log.size());
    }

    @Nullable String owner(DeviceId device) {
        return owners.get(device);
    }

    void admit(
            Op offered,
            Admission.Admit decision,
            String principal,
            long at,
            BiFunction<GraphState, AdmittedOp, GraphState> joining) {
        Verdict.Applied verdict = decision.verdict();
        Op.Origin origin = offered.origin();
        AdmittedOp admitted = new AdmittedOp(decision.op(), verdict.seq(), verdict.eff());
        head = head.then(offered.id());
        clock = decision.clock();
        log.add(new Entry(admitted, head, at));
        answered.put(offered.id(), new Answered(new Known(OpDigest.of(offered), verdict), verdict.seq(), at));
        owners.put(origin.device(), principal);
        devices.computeIfAbsent(origin.device(), device -> new DeviceBook())
                .use(origin.seq(), offered.id(), new Neighbour(origin.claimed(), decision.order()));
        states.compute(
                offered.workflow(),
                (id, state) -> joining.apply(state == null ? GraphState.empty(id) : state, admitted));
        decision.losses().forEach(loss -> losses.add(new LostValue(offered.workflow(), loss, verdict.seq())));
    }

    void remember(Op offered, Verdict.Rejected verdict, long at) {
        answered.put(offered.id(), new Answered(new Known(OpDigest.of(offered), verdict), 0, at));
    }

    void raiseEpoch() {
        head = head.inNextEpoch();
        floor = new Place(head.epoch(), floor.seq(), floor.hash());
        log.replaceAll(entry ->
                new Entry(entry.admitted, new Place(head.epoch(), entry.place.seq(), entry.place.hash()), entry.at));
    }

    /** Forgets what came in up to a moment: operations, answers, losing values, and entities that were dead by then. */
    void forgetUpTo(long moment) {
        int count = 0;
        while (count < log.size() && log.get(count).at <= moment) {
            count++;
        }
        List<Entry> gone = log.subList(0, count);
        for (Entry entry : gone) {
            Op.Origin origin = entry.admitted.op().origin();
            devices.computeIfAbsent(origin.device(), device -> new DeviceBook())
                    .forget(origin.seq(), trace(entry.admitted.op().id()));
            floor = entry.place;
        }
        gone.clear();
        answered.values().removeIf(answer -> answer.at <= moment && answer.seq <= floor.seq());
        losses.removeIf(loss -> loss.seq() <= floor.seq());
        for (WorkflowId workflow : List.copyOf(states.keySet())) {
            purge(workflow);
        }
    }

    private long trace(OpId op) {
        Known known = known(op);
        return known == null ? 0 : OpDigest.trace(op, known.digest());
    }

    private void purge(WorkflowId workflow) {
        GraphState state = states.getOrDefault(workflow, GraphState.empty(workflow));
        List<Entity> dead = new ArrayList<>();
        List<Entity> kept = new ArrayList<>();
        state.forEach(entity -> (longDead(entity) ? dead : kept).add(entity));
        if (longDead(state.self()) && kept.stream().allMatch(this::longPast)) {
            states.remove(workflow);
            graves.put(new Purged(workflow, null), Grave.SEALED);
        } else if (!dead.isEmpty()) {
            GraphState.Builder rest = GraphState.builder(workflow);
            kept.forEach(entity -> rest.put(entity, state.updatedAt()));
            states.put(workflow, rest.build());
            dead.forEach(entity -> graves.put(new Purged(workflow, entity.key()), Grave.of(entity, floor.seq())));
        }
    }

    private boolean longDead(Entity entity) {
        boolean gone = !entity.alive() && entity.registers().indexOf(RegisterNames.LIFE) >= 0;
        return gone && !entity.key().kind().staysWhenDead() && longPast(entity);
    }

    /** Whether everybody who can still go on from a cursor has seen every write to an entity. */
    private boolean longPast(Entity entity) {
        for (int i = 0; i < entity.registers().size(); i++) {
            if (seqOf(entity.registers().stamp(i).op()) > 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public long head() {
        return head.seq();
    }

    @Override
    public long clock() {
        return clock;
    }

    @Override
    public @Nullable Known known(OpId op) {
        Answered answer = answered.get(op);
        return answer == null ? null : answer.known;
    }

    @Override
    public @Nullable OpId numbered(DeviceId device, long seq) {
        DeviceBook book = devices.get(device);
        return book == null ? null : book.usedBy(seq);
    }

    @Override
    public @Nullable Neighbour below(DeviceId device, long seq) {
        DeviceBook book = devices.get(device);
        return book == null ? null : book.below(seq);
    }

    @Override
    public @Nullable Neighbour above(DeviceId device, long seq) {
        DeviceBook book = devices.get(device);
        return book == null ? null : book.above(seq);
    }

    @Override
    public @Nullable Registers registers(WorkflowId workflow, EntityKey key) {
        GraphState state = states.get(workflow);
        Entity entity = state == null ? null : state.entity(key);
        return entity == null ? null : entity.registers();
    }

    @Override
    public long seqOf(OpId op) {
        Answered answer = answered.get(op);
        return answer == null ? 0 : answer.seq;
    }

    @Override
    public boolean forgotten(DeviceId device, long seq) {
        DeviceBook book = devices.get(device);
        return book != null && book.hasForgotten(seq);
    }

    @Override
    public long traceOf(DeviceId device, long seq) {
        DeviceBook book = devices.get(device);
        return book == null ? 0 : book.traceOf(seq);
    }

    @Override
    public @Nullable Grave grave(WorkflowId workflow, EntityKey key) {
        if (registers(workflow, key) != null) {
            return null;
        }
        Grave whole = graves.get(new Purged(workflow, null));
        return whole == null ? graves.get(new Purged(workflow, key)) : whole;
    }
}
