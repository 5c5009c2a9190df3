package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A graph whose rows are damaged does not keep what others did elsewhere from coming in. */
final class DamagedAmongOthersTest {
    private static final WorkflowId GOOD = WorkflowId.of("good");
    private static final WorkflowId BAD = WorkflowId.of("bad");

    private final Link link = new Link(MemoryWorkspace.create("studio", new ManualScheduler(1_780_000_000_000L)));
    private final Site site = new Site();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void alsoWhileSomebodyListensToAll(boolean listens) throws IOException {
        Host first = site.start();
        first.store().attach(Link.BINDING);
        first.store().createWorkflow(GOOD, "Good", draft -> {});
        first.store().createWorkflow(BAD, "Bad", draft -> {});
        link.sync(first.store());
        site.stop(first);
        Host host = site.start();
        host.storage().write(transaction -> {
            transaction.setting(Keys.rows(BAD), "00000000,1");
            return true;
        });
        Store peer = new Site().start().store();
        peer.attach(Link.BINDING);
        link.sync(peer);
        peer.edit(BAD, draft -> draft.addNode(NodeId.of("b"), "prompt", node -> node.title("b")));
        peer.edit(GOOD, draft -> draft.addNode(NodeId.of("g"), "prompt", node -> node.title("g")));
        link.sync(peer);
        if (listens) {
            host.store().observeAll(change -> {});
        }

        Receipt receipt = link.pull(host.store());

        assertThat(receipt.pulled()).isEqualTo(2);
        assertThat(host.store().workflow(GOOD).nodeCount()).isEqualTo(1);
        site.pass(Duration.ofMinutes(3));
        assertThat(host.store().workflow(GOOD).nodeCount()).isEqualTo(1);
    }
}
