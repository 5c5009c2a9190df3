package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.Op;
import dev.weftwork.graph.Ids;
import dev.weftwork.graph.Viewport;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What belongs to a slice that is not synced never leaves the device, until it is. */
final class SliceSyncTest {
    private final MemoryWorkspace server = MemoryWorkspace.create("studio", new ManualScheduler(1_780_000_000_000L));
    private final Link link = new Link(server);
    private final Site site = new Site();
    private Store store = site.start().store();

    @BeforeEach
    void attach() {
        store.attach(Link.BINDING);
    }

    private void sync(String slice, boolean value) {
        store.slices().configure(slice, store.slices().config(slice).withSync(value));
    }

    private String sent() {
        return server.history().toString();
    }

    private void pushAll() {
        for (List<Op> ops = Link.offer(store); !ops.isEmpty(); ops = Link.offer(store)) {
            store.replication().record(link.send(ops));
        }
    }

    @Test
    void aWholeOperationStaysAndTheOthersGo() {
        store.collection("settings").put("theme", "dark");
        sync("settings", false);
        store.collection("settings").put("theme", "light");
        Sample.create(store);

        pushAll();

        assertThat(sent()).contains("a red fox").doesNotContain("dark", "light");
        assertThat(store.collection("settings").get("theme").orElseThrow().asString())
                .isEqualTo("light");
    }

    @Test
    void anOperationOfTwoSlicesLeavesOneHalfBehind() {
        sync("viewport", false);
        Sample.create(store);
        store.setViewport(Sample.POSTER, new Viewport(7, 8, 9));

        pushAll();

        assertThat(sent()).contains("a red fox").doesNotContain("viewport");
        assertThat(store.workflow(Sample.POSTER).viewport()).isEqualTo(new Viewport(7, 8, 9));
        store = site.crashAll().store();
        assertThat(store.workflow(Sample.POSTER).viewport()).isEqualTo(new Viewport(7, 8, 9));
    }

    @Test
    void whatIsSwitchedOnGoes() {
        sync("viewport", false);
        Sample.create(store);
        pushAll();

        sync("viewport", true);
        pushAll();

        assertThat(sent()).contains("viewport");
        assertThat(store.oplog().pending()).isEmpty();
    }

    private Store bob() {
        Store bob = new Site(new MemoryDisk())
                .start(builder -> builder.ids(Ids.seeded(99, () -> 1_780_000_000_000L)))
                .store();
        bob.attach(Link.BINDING);
        link.pull(bob);
        return bob;
    }

    @Test
    void whatIsSwitchedOnLateShowsBelowWhatOthersDidSince() {
        Sample.create(store);
        store.setViewport(Sample.POSTER, new Viewport(1, 1, 1));
        pushAll();
        Store bob = bob();
        // this device's clock runs ahead, and what it does then waits while what it does next goes
        site.leap(Duration.ofMinutes(10));
        sync("viewport", false);
        sync("node", false);
        store.edit(Sample.POSTER, draft -> {
            draft.viewport(new Viewport(2, 2, 2));
            draft.updateNode(Sample.IDEA, node -> node.title("mine"));
        });
        store.edit(Sample.POSTER, draft -> draft.removeEdge(Sample.FIRST));
        pushAll();
        link.pull(bob);
        Sample.title(bob, Sample.IDEA, "bob's");
        link.sync(bob);
        link.pull(store);
        assertThat(Sample.title(store, Sample.IDEA)).isEqualTo("bob's");

        sync("node", true);
        Link.offer(store);

        assertThat(Sample.title(store, Sample.IDEA)).isEqualTo("bob's");
        store = site.crashAll().store();
        assertThat(Sample.title(store, Sample.IDEA)).isEqualTo("bob's");
    }

    @Test
    void whoListensHearsWhenWhatStaysShowsBelowWhatOthersDid() {
        Sample.create(store);
        WorkflowId other = store.createWorkflow("Other").id();
        pushAll();
        Store bob = bob();
        List<String> told = new ArrayList<>();
        store.observe(
                Sample.POSTER,
                change -> told.add(
                        change.workflow().node(Sample.IDEA).orElseThrow().title()));
        site.leap(Duration.ofMinutes(10));
        sync("node", false);
        Sample.title(store, Sample.IDEA, "mine");
        store.renameWorkflow(other, "Another");
        List<Op> offered = Link.offer(store);
        Exchanged sent = link.send(offered);
        link.pull(bob);
        Sample.title(bob, Sample.IDEA, "bob's");
        link.sync(bob);
        link.pull(store);
        store.replication().record(sent);
        site.pass(Duration.ZERO);

        assertThat(told).last().isEqualTo(Sample.title(store, Sample.IDEA));
    }

    @Test
    void whatWasTakenBackBeforeItWentStaysTakenBack() {
        Sample.create(store);
        pushAll();
        sync("node", false);
        store.edit(Sample.POSTER, draft -> draft.rename("Other").updateNode(Sample.IDEA, node -> node.title("other")));
        store.history(Sample.POSTER).undo();
        pushAll();

        assertThat(Sample.title(store, Sample.IDEA)).isEqualTo("Idea");
        assertThat(store.workflow(Sample.POSTER).name()).isEqualTo("Poster");
        store.history(Sample.POSTER).redo();
        pushAll();
        assertThat(Sample.title(store, Sample.IDEA)).isEqualTo("other");
        assertThat(store.workflow(Sample.POSTER).name()).isEqualTo("Other");
        store = site.crashAllAfterFlush(site.start()).store();
        assertThat(Sample.title(store, Sample.IDEA)).isEqualTo("other");
    }

    @Test
    void whatIsTakenBackInTheMomentInWhichItGoesStaysTakenBack() {
        Sample.create(store);
        pushAll();
        sync("node", false);
        store.edit(Sample.POSTER, draft -> draft.rename("Other").updateNode(Sample.IDEA, node -> node.title("other")))
                .awaitDurable();
        store.history(Sample.POSTER).undo();
        store.replication().offer(Link.ALL);
        pushAll();

        assertThat(Sample.title(store, Sample.IDEA)).isEqualTo("Idea");
        assertThat(store.workflow(Sample.POSTER).name()).isEqualTo("Poster");
    }

    @Test
    void onlySelectedWorkflowsGo() {
        Sample.create(store);
        store.createWorkflow(WorkflowId.of("other"), "Other", draft -> {});
        store.flush();

        List<Op> ops = store.replication().offer(Link.ALL.within(Set.of(WorkflowId.of("other"))));

        assertThat(ops).extracting(Op::workflow).containsOnly(WorkflowId.of("other"));
    }
}
