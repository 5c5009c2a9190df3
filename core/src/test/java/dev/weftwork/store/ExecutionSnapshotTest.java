package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weftwork.graph.Edge;
import dev.weftwork.graph.EdgeId;
import dev.weftwork.graph.ExecutionSnapshot;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Result;
import dev.weftwork.graph.WorkflowId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A workflow that is loaded to be run: read-only, of one moment, in an order that can be run. */
final class ExecutionSnapshotTest {
    private static final WorkflowId FLOW = WorkflowId.of("flow");

    private final Store store = new Site().start().store();

    /** Makes a workflow of edges such as {@code a>b}; a name without an arrow is a node without edges. */
    private ExecutionSnapshot flow(String... parts) {
        store.createWorkflow(FLOW, "Flow", draft -> {
            for (String part : parts) {
                String[] ends = part.split(">", -1);
                for (String end : ends) {
                    if (draft.node(NodeId.of(end)).isEmpty()) {
                        draft.addNode(NodeId.of(end), "step", node -> node.order(end));
                    }
                }
                if (ends.length == 2) {
                    draft.addEdge(Edge.of(EdgeId.of(part), NodeId.of(ends[0]), NodeId.of(ends[1])));
                }
            }
        });
        return store.execution(FLOW);
    }

    private static List<String> ids(List<Node> nodes) {
        return nodes.stream().map(node -> node.id().value()).toList();
    }

    private static List<List<String>> stages(ExecutionSnapshot snapshot) {
        return snapshot.stages().stream().map(ExecutionSnapshotTest::ids).toList();
    }

    @Test
    void nodesRunOnceAllHaveRunThatLeadToThem() {
        ExecutionSnapshot snapshot = flow("a>b", "a>c", "b>d", "c>d", "a>d", "alone");

        assertThat(stages(snapshot)).containsExactly(List.of("a", "alone"), List.of("b", "c"), List.of("d"));
        assertThat(ids(snapshot.order())).containsExactly("a", "alone", "b", "c", "d");
        assertThat(snapshot.stuck()).isEmpty();
        assertThat(snapshot.incoming(NodeId.of("d")))
                .extracting(edge -> edge.source().value())
                .containsExactlyInAnyOrder("a", "b", "c");
        assertThat(snapshot.outgoing(NodeId.of("d"))).isEmpty();
    }

    @Test
    void whatIsInACircleOrBehindOneIsNamedAndTheRestCanRun() {
        ExecutionSnapshot snapshot = flow("a>b", "b>c", "c>b", "c>d", "self>self");

        assertThat(ids(snapshot.order())).containsExactly("a");
        assertThat(ids(snapshot.stuck())).containsExactlyInAnyOrder("b", "c", "d", "self");
    }

    @Test
    void twoEdgesBetweenTheSameNodesAreWaitedForOnce() {
        flow("a>b", "a>c", "c>b");
        store.edit(FLOW, draft -> draft.addEdge(Edge.of(EdgeId.of("more"), NodeId.of("a"), NodeId.of("b"))));

        assertThat(stages(store.execution(FLOW))).containsExactly(List.of("a"), List.of("c"), List.of("b"));
    }

    @Test
    void laterEditsDoNotReachARunThatHasBegun() {
        ExecutionSnapshot running = flow("a>b");
        store.edit(FLOW, draft -> draft.removeNode(NodeId.of("b")).config(NodeId.of("a"), "text", "later"));
        store.updateNodeResult(FLOW, NodeId.of("a"), Result.done("result of the run"));

        assertThat(ids(running.order())).containsExactly("a", "b");
        assertThat(running.workflow().node(NodeId.of("a")).orElseThrow().config("text"))
                .isNull();
        assertThat(ids(store.execution(FLOW).order())).containsExactly("a");
    }

    @Test
    void aVeryLongChainIsRunFromEndToEnd() {
        String[] chain = new String[10_000];
        for (int i = 0; i < chain.length; i++) {
            chain[i] = "n%05d>n%05d".formatted(i, i + 1);
        }

        assertThat(flow(chain).stages()).hasSize(10_001);
    }

    @Test
    void anEmptyWorkflowHasNothingToRunAndAnUnknownOneIsRefused() {
        assertThat(flow().stages()).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.execution(WorkflowId.of("nowhere")))
                .withMessageContaining("nowhere");
    }
}
