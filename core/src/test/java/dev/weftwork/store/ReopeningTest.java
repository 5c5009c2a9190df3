package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.Edge;
import dev.weftwork.graph.EdgeId;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What was stored comes back as it was: values, versions and times. */
final class ReopeningTest {
    private static final int MANY = 200;
    private final Site site = new Site();
    private Host host = site.start();

    @Test
    void everyFieldComesBackAfterClosing() {
        Sample.create(host.store());
        String before = Dump.of(host.store());

        host = site.restart(host);

        assertThat(Dump.of(host.store())).isEqualTo(before);
    }

    @Test
    void whatWasAwaitedComesBackAfterACrash() {
        Sample.create(host.store()).awaitDurable();
        String before = Dump.of(host.store());

        host = site.crashAll();

        assertThat(Dump.of(host.store())).isEqualTo(before);
    }

    @Test
    void whatWasNotAwaitedIsOnDiskAMomentLater() {
        Sample.create(host.store());
        String before = Dump.of(host.store().workflow(Sample.POSTER));

        site.pass(Duration.ofMillis(2));

        assertThat(Dump.of(site.crashAll().store().workflow(Sample.POSTER))).isEqualTo(before);
    }

    @Test
    void versionsAndTimesGoOnWhereTheyWere() {
        Sample.create(host.store());
        for (int i = 0; i < 5; i++) {
            site.pass(Duration.ofSeconds(3));
            Sample.move(host.store(), Sample.IDEA, i);
            String before = Dump.of(host.store().workflow(Sample.POSTER));

            host = i % 2 == 0 ? site.restart(host) : site.crashAllAfterFlush(host);

            assertThat(Dump.of(host.store().workflow(Sample.POSTER))).isEqualTo(before);
        }
        assertThat(Sample.node(host.store(), Sample.IDEA).version()).isEqualTo(6);
    }

    @Test
    void deletedEntitiesStayDeletedAndEdgesStayHidden() {
        Sample.create(host.store());
        host.store().edit(Sample.POSTER, draft -> draft.removeNode(Sample.IDEA));

        host = site.restart(host);

        assertThat(host.store().workflow(Sample.POSTER).nodes())
                .extracting(Node::id)
                .containsExactly(Sample.GROUP, Sample.IMAGE);
        assertThat(host.store().workflow(Sample.POSTER).edges())
                .extracting(Edge::id)
                .containsExactly(Sample.SECOND);
    }

    @Test
    void aValueOfTenMegabytesComesBack() {
        String text = "0123456789".repeat(1 << 20);
        Sample.create(host.store());

        host.store().updateNodeConfig(Sample.POSTER, Sample.IDEA, "text", text).awaitDurable();

        host = site.crashAll();
        assertThat(Sample.node(host.store(), Sample.IDEA).config("text")).isEqualTo(Json.of(text));
        host = site.restart(host);
        assertThat(Sample.node(host.store(), Sample.IDEA).config("text")).isEqualTo(Json.of(text));
    }

    @Test
    void jsonComesBackCharacterByCharacter() {
        Json odd = Json.parse("{ \"z\":1.50 , \"a\":1e400,\"z\":-0, \"n\":NaN, \"s\":\"\\u00e9\\/\" }");
        Sample.create(host.store());

        host.store().updateNodeConfig(Sample.POSTER, Sample.IDEA, "odd", odd);

        host = site.restart(host);
        assertThat(Sample.node(host.store(), Sample.IDEA).config("odd")).isEqualTo(odd);
    }

    @Test
    void halfASurrogatePairInAValueComesBack() {
        String half = "a" + (char) 0xd83d + "b";
        Sample.create(host.store());

        host.store()
                .edit(
                        Sample.POSTER,
                        draft -> draft.rename(half)
                                .config(Sample.IDEA, "half", half)
                                .updateNode(Sample.IDEA, node -> node.title(half)));

        host = site.restart(host);
        assertThat(host.store().workflow(Sample.POSTER).name()).isEqualTo(half);
        assertThat(Sample.title(host.store(), Sample.IDEA)).isEqualTo(half);
        assertThat(Sample.node(host.store(), Sample.IDEA).config("half").asString())
                .isEqualTo(half);
    }

    @Test
    void jsonOfDepthSixtyFourComesBack() {
        Json deep = Json.parse("[".repeat(64) + "1" + "]".repeat(64));
        Sample.create(host.store());

        host.store().edit(Sample.POSTER, draft -> draft.config(Sample.IDEA, "deep", deep));

        host = site.crashAllAfterFlush(host);
        assertThat(Sample.node(host.store(), Sample.IDEA).config("deep")).isEqualTo(deep);
        host = site.restart(host);
        assertThat(Sample.node(host.store(), Sample.IDEA).config("deep")).isEqualTo(deep);
    }

    @Test
    void foreignIdsComeBackAsTheyAre() {
        String odd = "é 日本/\"\\\t\u0000😀" + "x".repeat(400);
        WorkflowId id = WorkflowId.of(odd);
        NodeId node = NodeId.of(odd + "n");
        EdgeId edge = EdgeId.of(odd + "e");
        host.store()
                .createWorkflow(
                        id, "", draft -> draft.addNode(node, "", details -> {}).addEdge(Edge.of(edge, node, node)));
        String before = Dump.of(host.store());

        host = site.restart(host);

        assertThat(Dump.of(host.store())).isEqualTo(before);
        assertThat(host.store().workflow(id).edge(edge)).isPresent();
    }

    @Test
    void manyWorkflowsComeBackOneByOne() {
        for (int i = 0; i < MANY; i++) {
            host.store().createWorkflow(WorkflowId.of("w" + i), "n" + i, Sample::fill);
        }
        String before = Dump.of(host.store());

        host = site.restart(host);

        assertThat(host.store().workflows()).hasSize(MANY);
        assertThat(Dump.of(host.store())).isEqualTo(before);
    }

    @Test
    void anEmptyStoreComesBackEmpty() {
        host = site.restart(host);
        host = site.crashAll();

        assertThat(host.store().workflows()).isEmpty();
    }

    @Test
    void closingLeavesNothingBehindThatFailsLater() {
        Sample.create(host.store());
        Sample.title(host.store(), Sample.IDEA, "last");
        host.store().close();
        host.store().close();

        site.pass(Duration.ofMinutes(10));

        assertThat(host.time().failures()).isEmpty();
        assertThat(host.storage().closed()).isTrue();
    }
}
