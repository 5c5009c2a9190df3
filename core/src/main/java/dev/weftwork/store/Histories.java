package dev.weftwork.store;

import dev.weftwork.change.EntityKind;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.schedule.Scheduler;
import dev.weftwork.store.history.UndoOptions;
import dev.weftwork.store.history.UndoState;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The steps of all workflows that were edited lately, one stack for each. Guarded by the replica's lock. */
final class Histories implements Fate {
    private final UndoOptions options;
    private final Scheduler scheduler;
    private final Announcer announcer;
    private final Replica replica;
    /** Those in which somebody here edited or stepped last come last; what comes from elsewhere is no use. */
    private final Map<WorkflowId, UndoStack> stacks = new LinkedHashMap<>();

    /** What all steps keep in memory is no more than this; it may have become less since it was added up. */
    private long atMost;

    private final Map<WorkflowId, List<Place>> listeners = new ConcurrentHashMap<>();

    /** One subscription of a listener, and what it was told last. */
    private static final class Place {
        private final Consumer<UndoState> listener;
        private UndoState told;
        private volatile boolean open = true;

        Place(Consumer<UndoState> listener, UndoState told) {
            this.listener = listener;
            this.told = told;
        }
    }

    Histories(StoreParts parts) {
        options = parts.undo();
        scheduler = parts.scheduler();
        announcer = parts.announcer();
        replica = parts.replica();
        announcer.tap(this::settle, () -> false);
        replica.fate = this;
    }

    /** The steps of a workflow, for whoever is about to add to them. */
    UndoStack stack(WorkflowId id) {
        UndoStack former = stacks.remove(id);
        UndoStack stack = former == null ? new UndoStack(options) : former;
        stacks.put(id, stack);
        if (stacks.size() > options.workflows()) {
            forgetOldest(id);
        }
        return stack;
    }

    /** The steps of a workflow for whoever steps back or forth; null if there are none. */
    @Nullable UndoStack use(WorkflowId id) {
        return stacks.containsKey(id) ? stack(id) : null;
    }

    @Nullable UndoStack find(WorkflowId id) {
        return stacks.get(id);
    }

    private void forgetOldest(WorkflowId kept) {
        Iterator<Map.Entry<WorkflowId, UndoStack>> all = stacks.entrySet().iterator();
        while (all.hasNext() && stacks.size() > options.workflows()) {
            Map.Entry<WorkflowId, UndoStack> each = all.next();
            if (!each.getKey().equals(kept) && !each.getValue().inGroup()) {
                all.remove();
                tell(each.getKey(), UndoState.NONE);
            }
        }
    }

    /** Keeps all steps together within their bound: what was used longest ago goes first. */
    private void forgetMany(WorkflowId kept, UndoStack own, long more) {
        atMost += more;
        if (atMost <= options.bytes()) {
            return;
        }
        atMost = stacks.values().stream().mapToLong(UndoStack::bytes).sum();
        for (Map.Entry<WorkflowId, UndoStack> each : List.copyOf(stacks.entrySet())) {
            UndoStack stack = each.getValue();
            if (atMost > options.bytes() && !each.getKey().equals(kept) && !stack.inGroup()) {
                atMost -= stack.bytes();
                stacks.remove(each.getKey());
                tell(each.getKey(), UndoState.NONE);
            }
        }
        long others = atMost - own.bytes();
        while (others + own.bytes() > options.bytes() && own.dropOldest()) {
            atMost = others + own.bytes();
        }
    }

    /** Takes note of an edit of a known size that this process made. */
    void note(Op op, long size, GraphState before) {
        WorkflowId id = op.workflow();
        boolean plain = op.undoOf() == null && op.resolves() == null;
        if (options.steps() == 0 || !plain || id.equals(Collections.HOME)) {
            return;
        }
        if (isBirth(op)) {
            UndoStack former = stacks.remove(id);
            if (former != null) {
                tell(id, UndoState.NONE);
            }
            return;
        }
        if (op.writes().stream().anyMatch(this::counts)) {
            UndoStack stack = stack(id);
            long bytes = stack.bytes();
            stack.record(op, size, before, scheduler.nanoTime());
            forgetMany(id, stack, Math.max(0, stack.bytes() - bytes));
            tell(id, stack.state());
        }
    }

    /** Taking this back would take the document away from under the person's hands. */
    private static boolean isBirth(Op op) {
        for (EntityWrites writes : op.writes()) {
            for (int i = 0; writes.key().kind().equals(EntityKind.WORKFLOW) && i < writes.size(); i++) {
                if (writes.field(i).equals(RegisterNames.LIFE)) {
                    return Json.TRUE.equals(writes.value(i));
                }
            }
        }
        return false;
    }

    private boolean counts(EntityWrites writes) {
        EntityKind kind = writes.key().kind();
        if (kind.equals(EntityKind.VERSION) || kind.equals(EntityKind.CHUNK)) {
            return false;
        }
        Set<String> leftOut = options.leftOut();
        for (int i = 0; i < writes.size(); i++) {
            if (!leftOut.contains(writes.field(i))) {
                return true;
            }
        }
        return false;
    }

    /** What somebody else did may have been the refusal of a step. */
    private void settle(Announcer.Applied applied) {
        boolean foreign = applied.origin() == WorkflowChange.Origin.REMOTE
                || applied.origin() == WorkflowChange.Origin.OTHER_PROCESS;
        WorkflowId id = applied.after().id();
        UndoStack stack = foreign && !stacks.isEmpty() ? stacks.get(id) : null;
        Slot slot = replica.slot(id);
        if (stack != null && slot != null) {
            stack.settle(slot.overlay.view());
            tell(id, stack.state());
        }
    }

    /** Follows an edit whose large binaries moved out, and which is longer than it was taken to become. */
    void lightened(Op op, long more) {
        UndoStack stack = stacks.get(op.workflow());
        if (stack != null) {
            // a step back or forth holds no more than the edits did of which it is made
            long longer = op.undoOf() == null ? more : 0;
            stack.lightened(op, longer);
            forgetMany(op.workflow(), stack, Math.max(0, longer));
            tell(op.workflow(), stack.state());
        }
    }

    /** Follows writes that say the same as what they stand over, in another form. */
    void rewritten(Op op) {
        UndoStack stack = stacks.get(op.workflow());
        if (stack != null) {
            stack.rewritten(op);
        }
    }

    @Override
    public void refused(WorkflowId id, Set<OpId> ops) {
        UndoStack stack = stacks.get(id);
        if (stack != null) {
            stack.refused(ops);
            tell(id, stack.state());
        }
    }

    @Override
    public void alsoCalled(WorkflowId id, OpId op, OpId other) {
        UndoStack stack = stacks.get(id);
        if (stack != null) {
            stack.alsoCalled(op, other);
        }
    }

    @Override
    public void renamed(Map<OpId, OpId> names) {
        stacks.values().forEach(stack -> stack.renamed(names));
    }

    Subscription observe(WorkflowId id, Consumer<UndoState> listener) {
        UndoStack stack = stacks.get(id);
        Place place = new Place(listener, stack == null ? UndoState.NONE : stack.state());
        listeners.computeIfAbsent(id, key -> new CopyOnWriteArrayList<>()).add(place);
        return () -> {
            place.open = false;
            listeners.computeIfPresent(id, (key, places) -> {
                places.remove(place);
                return places.isEmpty() ? null : places;
            });
        };
    }

    void tell(WorkflowId id, UndoState now) {
        List<Place> places = listeners.isEmpty() ? List.of() : listeners.getOrDefault(id, List.of());
        for (Place place : places) {
            if (!place.told.equals(now)) {
                place.told = now;
                announcer.later(() -> {
                    if (place.open) {
                        place.listener.accept(now);
                    }
                });
            }
        }
    }
}
