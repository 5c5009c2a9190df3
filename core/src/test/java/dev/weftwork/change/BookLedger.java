package dev.weftwork.change;

import dev.weftwork.graph.WorkflowId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An authority that keeps everything in memory and writes down what admission says. */
final class BookLedger implements Ledger {
    private final Admit admit;
    private final Map<OpId, Known> known = new HashMap<>();
    private final Map<DeviceId, TreeMap<Long, Stamped>> numbers = new HashMap<>();
    private final Map<OpId, Long> seqs = new HashMap<>();
    private final Map<OpId, Long> orders = new HashMap<>();
    private final List<Stamped> changes = new ArrayList<>();
    private final List<Admission.Loss> losses = new ArrayList<>();
    private GraphState state = GraphState.empty(World.WORKFLOW);
    private long clock;

    BookLedger() {
        this(Admission::decide);
    }

    BookLedger(Admit admit) {
        this.admit = admit;
    }

    /** Decides and, if it is new, takes it in. */
    Admission.Decision take(Op op, long nowMillis) {
        Admission.Decision decision = admit.decide(op, this, nowMillis);
        if (decision instanceof Admission.Admit admitted) {
            Stamped change = new Stamped(admitted.op(), admitted.stamp(), 0, 0);
            changes.add(change);
            clock = admitted.clock();
            losses.addAll(admitted.losses());
            seqs.put(op.id(), admitted.verdict().seq());
            known.put(op.id(), new Known(OpDigest.of(op), admitted.verdict()));
            numbers.computeIfAbsent(op.origin().device(), device -> new TreeMap<>())
                    .put(op.origin().seq(), new Stamped(op, admitted.stamp(), 0, 0));
            orders.put(op.id(), admitted.order());
            state = state.join(admitted.op(), admitted.stamp());
        }
        return decision;
    }

    GraphState state() {
        return state;
    }

    List<Stamped> changes() {
        return changes;
    }

    List<Admission.Loss> losses() {
        return losses;
    }

    /** What one device had admitted, in the order in which it was made, as it was sent. */
    List<Stamped> of(DeviceId device) {
        return List.copyOf(numbers.getOrDefault(device, new TreeMap<>()).values());
    }

    @Override
    public long head() {
        return changes.size();
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
        Stamped used = numbers.getOrDefault(device, new TreeMap<>()).get(seq);
        return used == null ? null : used.op().id();
    }

    @Override
    public @Nullable Neighbour below(DeviceId device, long seq) {
        return neighbour(numbers.getOrDefault(device, new TreeMap<>()).lowerEntry(seq));
    }

    @Override
    public @Nullable Neighbour above(DeviceId device, long seq) {
        return neighbour(numbers.getOrDefault(device, new TreeMap<>()).higherEntry(seq));
    }

    private @Nullable Neighbour neighbour(Map.@Nullable Entry<Long, Stamped> entry) {
        return entry == null
                ? null
                : new Neighbour(
                        entry.getValue().op().origin().claimed(),
                        orders.getOrDefault(entry.getValue().op().id(), 0L));
    }

    @Override
    public @Nullable Registers registers(WorkflowId workflow, EntityKey key) {
        Entity entity = workflow.equals(World.WORKFLOW) ? state.entity(key) : null;
        return entity == null ? null : entity.registers();
    }

    @Override
    public long seqOf(OpId op) {
        return seqs.getOrDefault(op, 0L);
    }
}
