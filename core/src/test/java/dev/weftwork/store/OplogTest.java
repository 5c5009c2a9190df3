package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.oplog.LogEntry;
import dev.weftwork.oplog.LoggedOp;
import dev.weftwork.spi.StorageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The log tells what was done, and what of it is not on disk yet. */
final class OplogTest {
    private final Site site = new Site();
    private Host host = site.start();
    private Store store = host.store();

    @BeforeEach
    void create() {
        Sample.create(store).awaitDurable();
    }

    private List<LoggedOp> logged() {
        return store.oplog().entries().stream()
                .flatMap(entry -> entry.ops().stream())
                .toList();
    }

    @Test
    void operationsWaitUntilTheyAreOnDisk() {
        OpId first = Sample.title(store, Sample.IDEA, "a").op().orElseThrow();
        OpId second = Sample.title(store, Sample.IDEA, "b").op().orElseThrow();

        assertThat(store.oplog().unsaved()).extracting(Op::id).containsExactly(first, second);
        assertThat(store.oplog().pending()).extracting(Op::id).containsExactly(first, second);

        store.flush();

        assertThat(store.oplog().unsaved()).isEmpty();
        assertThat(store.oplog().pending()).isEmpty();
        assertThat(store.oplog().dead()).isEmpty();
        assertThat(logged()).extracting(each -> each.op().id()).endsWith(first, second);
    }

    @Test
    void numbersCountUpWithoutGaps() {
        for (int i = 0; i < 100; i++) {
            Sample.move(store, Sample.IDEA, i);
            if (i % 9 == 0) {
                store.flush();
            }
            if (i % 40 == 0) {
                host = site.crashAllAfterFlush(host);
                store = host.store();
            }
        }
        store.flush();

        List<LoggedOp> all = logged();
        for (int i = 0; i < all.size(); i++) {
            assertThat(all.get(i).op().origin().seq()).isEqualTo(i + 1);
            assertThat(all.get(i).admitted().seq()).isEqualTo(i + 1);
            if (i > 0) {
                assertThat(all.get(i).admitted().eff())
                        .isGreaterThan(all.get(i - 1).admitted().eff());
            }
        }
    }

    @Test
    void idsAreUniqueAndCountUpWithinAProcess() {
        List<OpId> ids = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            ids.add(Sample.move(store, Sample.IDEA, i).op().orElseThrow());
        }

        assertThat(ids).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void entriesNameTheProcessThatWroteThem() {
        Host other = site.start();
        Sample.title(other.store(), Sample.IDEA, "x").awaitDurable();

        List<LogEntry> entries = store.oplog().entries();
        assertThat(entries).hasSize(2);
        assertThat(entries.get(0).process()).isNotEqualTo(entries.get(1).process());
    }

    @Test
    void entriesThatWereFoldedAndReadByAllAreGone() {
        site.pass(Duration.ofSeconds(3));

        assertThat(store.oplog().entries()).isEmpty();
    }

    @Test
    void listsAreSnapshots() {
        Sample.title(store, Sample.IDEA, "a");
        List<Op> unsaved = store.oplog().unsaved();
        List<Op> pending = store.oplog().pending();

        store.flush();

        assertThat(unsaved).hasSize(1);
        assertThat(pending).hasSize(1);
    }

    @Test
    void plainRegisterWritesAreAnOperationLikeAnyOther() {
        List<WorkflowChange> told = new ArrayList<>();
        store.observe(Sample.POSTER, told::add);

        Commit commit = store.oplog()
                .append(
                        Sample.POSTER,
                        List.of(EntityWrites.to(EntityKey.of(Sample.IDEA))
                                .set("title", Json.of("By a tool"))
                                .build()));
        host.time().runDue();

        assertThat(Sample.title(store, Sample.IDEA)).isEqualTo("By a tool");
        assertThat(told).hasSize(1);
        commit.awaitDurable();
        assertThat(Sample.title(site.crashAll().store(), Sample.IDEA)).isEqualTo("By a tool");
    }

    @Test
    void whatThisVersionDoesNotKnowIsKeptAsItIs() {
        EntityKey sticker = new EntityKey(new EntityKind("sticker"), "s1");
        List<EntityWrites> foreign = List.of(
                EntityWrites.to(EntityKey.of(Sample.IDEA))
                        .set("mood", Json.parse("{ \"happy\" : 1.0 }"))
                        .set("gone", null)
                        .build(),
                EntityWrites.to(sticker)
                        .set("life", Json.TRUE)
                        .set("glue", Json.of(7))
                        .build());
        store.oplog().append(Sample.POSTER, foreign).awaitDurable();
        assertThat(logged()).last().extracting(each -> each.op().writes()).isEqualTo(foreign);

        // through rows, through another edit of the same node, and through a replacement of all nodes
        site.pass(Duration.ofSeconds(3));
        Sample.title(store, Sample.IDEA, "changed");
        store.setNodes(
                Sample.POSTER,
                nodes -> nodes.stream()
                        .map(node -> node.toBuilder().at(1, 1).build())
                        .toList());
        host = site.restart(host);
        host = site.restart(host);

        assertThat(Dump.of(site.disk))
                .contains("\"mood\":{ \"happy\" : 1.0 }")
                .contains("kind=sticker")
                .contains("\"glue\":7");
        assertThat(Sample.title(host.store(), Sample.IDEA)).isEqualTo("changed");
    }

    @Test
    void writesToAGraphThatIsNoWorkflowAreKeptToo() {
        WorkflowId other = WorkflowId.of("drafts");
        EntityKey note = new EntityKey(new EntityKind("note"), "n1");
        store.oplog()
                .append(
                        other,
                        List.of(EntityWrites.to(note).set("text", Json.of("a")).build()))
                .awaitDurable();
        for (int i = 0; i < 3; i++) {
            host = site.restart(host);
            assertThat(host.store().find(other)).isEmpty();
            assertThat(host.store().workflows()).hasSize(1);
        }
        host.store().createWorkflow(other, "Now it is one", draft -> {});

        host = site.restart(host);

        assertThat(host.store().workflow(other).name()).isEqualTo("Now it is one");
        assertThat(Dump.of(site.disk)).contains("kind=note");
    }

    @Test
    void aGuardedWriteCountsOnlyOverTheOperationThatItNames() {
        Commit first = Sample.title(store, Sample.IDEA, "first");
        OpId over = first.op().orElseThrow();
        Sample.title(store, Sample.IMAGE, "second");
        EntityWrites back = EntityWrites.to(EntityKey.of(Sample.IDEA))
                .setOver("title", Json.of("Idea"), over)
                .build();
        EntityWrites never = EntityWrites.to(EntityKey.of(Sample.IMAGE))
                .setOver("title", Json.of("Image"), over)
                .build();

        store.oplog().append(Sample.POSTER, List.of(back, never));
        assertThat(Sample.title(store, Sample.IDEA)).isEqualTo("Idea");
        assertThat(Sample.title(store, Sample.IMAGE)).isEqualTo("second");
        store.flush();

        assertThat(Sample.title(store, Sample.IDEA)).isEqualTo("Idea");
        assertThat(Sample.title(store, Sample.IMAGE)).isEqualTo("second");
        String before = Dump.of(store);
        assertThat(Dump.of(site.crashAll().store())).isEqualTo(before);
    }

    @Test
    void aWriteWhoseOutcomeWasUnclearIsStoredOnce() {
        boolean[] once = {true};
        site.disk.afterCommit(() -> {
            if (once[0]) {
                once[0] = false;
                throw new StorageException(StorageException.Kind.IO, "The answer was lost", "Try again");
            }
        });
        Commit commit = Sample.title(store, Sample.IDEA, "once");
        site.pass(Duration.ofSeconds(1));

        assertThat(once[0]).isFalse();
        commit.awaitDurable();
        assertThat(Sample.node(store, Sample.IDEA).version()).isEqualTo(2);
        assertThat(logged()).extracting(each -> each.op().id()).doesNotHaveDuplicates();
        String before = Dump.of(store);
        assertThat(Dump.of(site.crashAll().store())).isEqualTo(before);
    }
}
