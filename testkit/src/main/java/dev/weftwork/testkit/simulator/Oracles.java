package dev.weftwork.testkit.simulator;

import dev.weftwork.change.AdmittedOp;
import dev.weftwork.change.DeviceId;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.Stamp;
import dev.weftwork.graph.Edge;
import dev.weftwork.graph.Workflow;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.store.Oplog;
import dev.weftwork.store.Store;
import dev.weftwork.store.WorkflowInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What has to be true of a world that had time to heal. */
final class Oracles {
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
        fold();
        String expected = shown();
        for (SimulatedDevice device : devices) {
            Store store = device.store();
            check(
                    store.oplog().pending().isEmpty(),
                    "convergence",
                    device.name() + " still has " + store.oplog().pending().size() + " pending operations");
            String actual = shown(store);
            check(
                    actual.equals(expected),
                    "convergence",
                    device.name() + " shows\n" + actual + "and the server\n" + expected);
            check(
                    device.differing().isEmpty(),
                    "convergence",
                    device.name() + " had other admitted states of " + device.differing() + ", and repaired them");
            edges(store);
            accounting(device);
        }
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

    /** 4: joining all that was admitted, in any order, gives the server's state. */
    private void fold() {
        List<AdmittedOp> history = new ArrayList<>(server.history());
        boolean whole = history.isEmpty() || history.get(0).seq() == 1;
        if (!whole) {
            return;
        }
        history.sort(Comparator.comparing(each -> each.op().id()));
        for (WorkflowId id : server.workflows()) {
            GraphState folded = GraphState.empty(id);
            for (AdmittedOp each : history) {
                if (each.op().workflow().equals(id)) {
                    folded = folded.join(each.op(), each.stamp());
                }
            }
            check(text(folded.view()).equals(text(server.state(id).view())), "4", "the fold of " + id + " differs");
        }
    }

    private String shown() {
        StringBuilder text = new StringBuilder();
        server.workflows().stream()
                .filter(id -> !id.value().startsWith("@") && server.state(id).alive())
                .sorted(Comparator.comparing(WorkflowId::value))
                .forEach(id -> text.append(text(server.state(id).view())));
        return text.toString();
    }

    private static String shown(Store store) {
        StringBuilder text = new StringBuilder();
        store.workflows().stream()
                .map(WorkflowInfo::id)
                .sorted(Comparator.comparing(WorkflowId::value))
                .forEach(id -> text.append(text(store.workflow(id))));
        return text.toString();
    }

    private static String text(Workflow workflow) {
        StringBuilder text = new StringBuilder();
        text.append(workflow.id()).append(' ').append(workflow.name());
        text.append(" v").append(workflow.version()).append(" @").append(workflow.updatedAt());
        text.append(' ').append(workflow.viewport()).append(workflow.ext()).append('\n');
        workflow.nodes().stream()
                .sorted(Comparator.comparing(node -> node.id().value()))
                .forEach(node -> text.append("  ")
                        .append(node)
                        .append(" v")
                        .append(node.version())
                        .append(" @")
                        .append(node.updatedAt())
                        .append(node.config())
                        .append('\n'));
        workflow.edges().stream()
                .sorted(Comparator.comparing(edge -> edge.id().value()))
                .forEach(edge -> text.append("  ")
                        .append(edge)
                        .append(" v")
                        .append(edge.version())
                        .append('\n'));
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

    /** 14: every acknowledged edit ended admitted, dead, or absorbed by another that did. */
    private void accounting(SimulatedDevice device) {
        Store store = device.store();
        Set<OpId> known = new HashSet<>(witness.admitted());
        store.oplog().dead().stream().map(Oplog.DeadOp::op).map(Op::id).forEach(known::add);
        store.oplog().entries().forEach(entry -> entry.sync().absorbed().forEach(each -> known.add(each.op())));
        for (OpId op : device.acknowledged()) {
            check(
                    known.contains(op) || forgiven.contains(op),
                    "14",
                    "edit " + op + " of " + device.name() + " is gone");
        }
    }

    private static void check(boolean holds, String invariant, String what) {
        if (!holds) {
            throw new Broken(invariant, what);
        }
    }
}
