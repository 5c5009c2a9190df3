package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.Op;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.oplog.LogEntry;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.spi.StorageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An edit that leaves at once is noted as offered when it is written, and counts as offered for everybody from then on. */
final class DepartureTest {
    private static final Duration LOOK = Duration.ofMillis(110);

    private final Link link = new Link(MemoryWorkspace.create("studio", new ManualScheduler(1_780_000_000_000L)));
    private final Site site = new Site();
    private final Host host = site.start();
    private final Store store = host.store();

    @BeforeEach
    void attach() {
        store.attach(Link.BINDING);
        Sample.create(store);
        link.sync(store);
    }

    private static List<LogEntry> entries(Store store) {
        return store.oplog().entries();
    }

    private static LogEntry last(Store store) {
        List<LogEntry> all = entries(store);
        return all.get(all.size() - 1);
    }

    private static Op title(Store store, String title) {
        Sample.title(store, Sample.IDEA, title).awaitDurable();
        List<Op> pending = store.oplog().pending();
        return pending.get(pending.size() - 1);
    }

    @Test
    void theEntryThatMakesItDurableSaysThatItIsOffered() {
        store.replication().standReady(Link.ALL);

        Op op = title(store, "leaves");

        assertThat(last(store).sync().offered()).containsExactly(op.id());
        int written = entries(store).size();
        assertThat(Link.offer(store)).containsExactly(op);
        assertThat(entries(store)).hasSize(written);
    }

    @Test
    void thatHoldsForOneEdit() {
        store.replication().standReady(Link.ALL);
        Op first = title(store, "leaves");

        title(store, "waits");
        Op last = title(store, "waits, too");

        assertThat(Link.offer(store)).extracting(Op::id).containsExactly(first.id(), last.id());
    }

    @Test
    void andForNoneInABurst() {
        store.replication().standReady(Link.ALL);
        Sample.title(store, Sample.IDEA, "one of");

        Op last = title(store, "many");

        assertThat(Link.offer(store)).extracting(Op::id).containsExactly(last.id());
    }

    @Test
    void norOnceNobodyIsReadyAnyMore() {
        store.replication().standReady(Link.ALL);
        store.replication().standDown();

        title(store, "waits");

        assertThat(last(store).sync().offered()).isEmpty();
    }

    @Test
    void whatMayNotLeaveOrIsNotAskedForIsNotOffered() {
        store.slices().configure("node", SliceConfig.DEFAULT.withSync(false));
        store.replication().standReady(Link.ALL);
        title(store, "private");
        assertThat(last(store).sync().offered()).isEmpty();

        store.slices().configure("node", SliceConfig.DEFAULT);
        store.replication().standReady(Link.ALL.within(Set.of(WorkflowId.of("other"))));
        title(store, "of another workflow");
        assertThat(last(store).sync().offered()).isEmpty();
    }

    @Test
    void itIsSentByTheProcessAfterACrashJustAsItWas() {
        store.replication().standReady(Link.ALL);
        Op op = title(store, "leaves");
        Store next = site.crashAll().store();
        Sample.title(next, Sample.IDEA, "later").awaitDurable();

        List<Op> offered = Link.offer(next);

        assertThat(offered).hasSize(2).first().isEqualTo(op);
        link.sync(next);
        assertThat(next.oplog().pending()).isEmpty();
    }

    @Test
    void anotherProcessSendsItAsItIsAndTellsOfItAsOfAnyEdit() {
        Store other = site.start().store();
        List<WorkflowChange> seen = new ArrayList<>();
        other.observe(Sample.POSTER, seen::add);
        site.pass(LOOK);
        store.replication().standReady(Link.ALL);
        Op op = title(store, "leaves");
        site.pass(LOOK);
        assertThat(seen).extracting(WorkflowChange::origin).containsExactly(WorkflowChange.Origin.OTHER_PROCESS);
        Sample.title(other, Sample.IDEA, "joined with nothing").awaitDurable();

        assertThat(Link.offer(other)).hasSize(2).first().isEqualTo(op);
    }

    @Test
    void aWriteWhoseOutcomeWasUnclearLeavesItOffered() {
        boolean[] once = {true};
        site.disk.afterCommit(() -> {
            if (once[0]) {
                once[0] = false;
                throw new StorageException(StorageException.Kind.IO, "The answer was lost", "Try again");
            }
        });
        store.replication().standReady(Link.ALL);
        Sample.title(store, Sample.IDEA, "leaves");
        site.pass(Duration.ofSeconds(1));
        Op op = store.oplog().pending().get(0);
        title(store, "joined with nothing");

        assertThat(once[0]).isFalse();
        assertThat(Link.offer(store)).hasSize(2).first().isEqualTo(op);
    }
}
