package dev.weftwork.testkit.simulator;

import dev.weftwork.change.Admission;
import dev.weftwork.change.AdmittedOp;
import dev.weftwork.change.DeviceId;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.Stamp;
import dev.weftwork.graph.Edge;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Workflow;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.LostValue;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.store.Oplog;
import dev.weftwork.store.Store;
import dev.weftwork.store.WorkflowInfo;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What has to be true of a world that had time to heal. */
final class Oracles {
    private static final List<String> COLLECTIONS = List.of("files", "preferences");

    private final MemoryWorkspace server;
    private final Witness witness;
    private final List<SimulatedDevice> devices;
    private final Set<OpId> forgiven;

    Oracles(MemoryWorkspace server, Witness witness, List<SimulatedDevice> devices, Set<OpId> forgiven) {
        this.server = server;
        this.witness = witness;
        this.devices = devices;
        this.forgiven = forgiven;
    }

    void check() {
        order();
        losses();
        String expected = shown();
        for (SimulatedDevice device : devices) {
            check(!device.stores().isEmpty(), "convergence", device.name() + " does not run");
            check(
                    device.differing().isEmpty(),
                    "convergence",
                    device.name() + " had other admitted states of " + device.differing() + ", and repaired them");
            for (Store store : device.stores()) {
                converged(device, store, expected);
                edges(store);
                accounting(device, store);
            }
        }
    }

    private void converged(SimulatedDevice device, Store store, String expected) {
        int left = store.oplog().pending().size();
        check(left == 0, "convergence", device.name() + " still has " + left + " pending operations");
        String actual = shown(store);
        check(
                actual.equals(expected),
                "convergence",
                device.name() + " shows\n" + actual + "and the server\n" + expected);
    }

    /** 13: the server's order has no gap. 7: what a replica did later is never below what it did earlier. */
    private void order() {
        long last = -1;
        Map<DeviceId, TreeMap<Long, Stamp>> byDevice = new HashMap<>();
        for (AdmittedOp each : server.history()) {
            check(last < 0 || each.seq() == last + 1, "13", "after " + last + " comes " + each.seq());
            last = each.seq();
            Op.Origin origin = each.op().origin();
            Stamp before = byDevice.computeIfAbsent(origin.device(), id -> new TreeMap<>())
                    .put(origin.seq(), each.stamp());
            check(before == null, "24", "number " + origin.seq() + " of " + origin.device() + " is used twice");
        }
        byDevice.forEach((device, stamps) -> {
            Stamp earlier = null;
            for (Stamp stamp : stamps.values()) {
                check(
                        earlier == null || earlier.compareTo(stamp) < 0,
                        "7",
                        "replica " + device + " did " + stamp + " after " + earlier);
                earlier = stamp;
            }
        });
    }

    /** 15: what lost is in the history, as far as that goes back. */
    private void losses() {
        Set<Witness.Lost> kept = new HashSet<>();
        for (LostValue each : server.losses()) {
            Admission.Loss loss = each.loss();
            kept.add(new Witness.Lost(loss.register(), loss.loser(), each.seq()));
        }
        for (Witness.Lost each : witness.lost()) {
            check(kept.contains(each), "15", "the history lacks what lost: " + each);
        }
    }

    private String text(Workflow workflow) {
        return Texts.of(workflow, key -> witness.isCounted(workflow.id(), key));
    }

    private String shown() {
        StringBuilder text = new StringBuilder();
        text.append(items(server.state(WorkflowId.of("@collections")))).append('\n');
        server.workflows().stream()
                .filter(id -> !id.value().startsWith("@") && server.state(id).alive())
                .sorted(Comparator.comparing(WorkflowId::value))
                .forEach(id -> text.append(text(server.state(id).view())));
        return text.toString();
    }

    private static String items(GraphState home) {
        Map<String, Map<String, Json>> items = new TreeMap<>();
        COLLECTIONS.forEach(name -> items.put(name, new TreeMap<>()));
        home.forEach(entity -> {
            Json value = entity.alive() ? entity.registers().get("value") : null;
            Map<String, Json> collection = items.get(entity.key().kind().name());
            if (value != null && collection != null) {
                collection.put(entity.key().id(), value);
            }
        });
        return items.toString();
    }

    private String shown(Store store) {
        StringBuilder text = new StringBuilder();
        Map<String, Map<String, Json>> items = new TreeMap<>();
        COLLECTIONS.forEach(name -> items.put(name, store.collection(name).all()));
        text.append(items).append('\n');
        store.workflows().stream()
                .map(WorkflowInfo::id)
                .sorted(Comparator.comparing(WorkflowId::value))
                .forEach(id -> text.append(text(store.workflow(id))));
        return text.toString();
    }

    /** 17: no edge shows without its ends. */
    private static void edges(Store store) {
        for (WorkflowInfo info : store.workflows()) {
            Workflow workflow = store.workflow(info.id());
            for (Edge edge : workflow.edges()) {
                boolean whole = workflow.node(edge.source()).isPresent()
                        && workflow.node(edge.target()).isPresent();
                check(whole, "17", "edge " + edge + " dangles");
            }
        }
    }

    /**
     * 14: every acknowledged edit ended admitted, dead, or absorbed by another that did. Three sorts are excused, each for
     * a reason that no device can do anything about: what was acknowledged after the backup that was put back over its file
     * went with that file; what was edited before the store got its server travels under other names; and a refused one
     * that somebody retries goes on under another name, which is looked at by itself.
     */
    private void accounting(SimulatedDevice device, Store store) {
        Set<OpId> known = new HashSet<>(witness.admitted());
        known.addAll(device.retried());
        store.oplog().dead().stream().map(Oplog.DeadOp::op).map(Op::id).forEach(known::add);
        Map<OpId, OpId> absorbed = new HashMap<>();
        store.oplog()
                .entries()
                .forEach(entry -> entry.sync().absorbed().forEach(each -> absorbed.put(each.op(), each.into())));
        for (OpId op : device.acknowledged()) {
            OpId end = op;
            for (int i = 0; !known.contains(end) && absorbed.containsKey(end) && i <= absorbed.size(); i++) {
                end = absorbed.get(end);
            }
            check(
                    known.contains(end) || forgiven.contains(op),
                    "14",
                    "edit " + op + " of " + device.name() + " is gone" + (end.equals(op) ? "" : ", as is " + end));
        }
    }

    private static void check(boolean holds, String invariant, String what) {
        if (!holds) {
            throw new Broken(invariant, what);
        }
    }
}
