package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.DeviceId;
import dev.weftwork.change.Op;
import dev.weftwork.change.Verdict;
import dev.weftwork.graph.Ids;
import dev.weftwork.graph.NodeId;
import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.spi.OpAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Copied and restored files take identities of their own, and nothing that was edited in either is lost. */
final class SharedIdentityTest {
    private final MemoryWorkspace server = MemoryWorkspace.create("studio", new ManualScheduler(1_780_000_000_000L));
    private final Link link = new Link(server);
    private final Site site = new Site();
    private Store store = site.start().store();

    @BeforeEach
    void attach() {
        store.attach(Link.BINDING);
        Sample.create(store);
        link.sync(store);
    }

    private static Store open(MemoryDisk disk, long seed) {
        return new Site(disk)
                .start(builder -> builder.ids(Ids.seeded(seed, () -> 1_780_000_000_000L)))
                .store();
    }

    private static DeviceId device(Store store) {
        return store.replication().state().device();
    }

    @Test
    void aCopyThatPushesSecondBecomesAnother() {
        Sample.title(store, Sample.IDEA, "before the copy");
        store.flush();
        Store copy = open(site.disk.copy(), 77);
        Sample.move(store, Sample.IDEA, 1);
        Sample.move(copy, Sample.IMAGE, 2);
        link.sync(store);

        link.sync(copy);
        link.sync(store);

        assertThat(device(copy)).isNotEqualTo(device(store));
        assertThat(Dump.of(copy)).isEqualTo(Dump.of(store));
        assertThat(Sample.node(store, Sample.IMAGE).position()).isNotNull();
        assertThat(Sample.title(store, Sample.IDEA)).isEqualTo("before the copy");
        Set<Object> ids = new HashSet<>();
        assertThat(server.history()).allMatch(each -> ids.add(each.op().id()));
    }

    @Test
    void aFileRolledBackToAnEarlierDayBecomesAnother() {
        MemoryDisk yesterday = site.disk.copy();
        for (int i = 0; i < 5; i++) {
            Sample.title(store, Sample.IDEA, "lost " + i);
            link.sync(store);
        }
        DeviceId old = device(store);
        site.pass(Duration.ofHours(1));
        Store back = open(yesterday, 78);
        Sample.title(back, Sample.IMAGE, "kept");

        link.sync(back);
        link.sync(store);

        assertThat(device(back)).isNotEqualTo(old);
        assertThat(Sample.title(back, Sample.IDEA)).isEqualTo("lost 4");
        assertThat(Sample.title(back, Sample.IMAGE)).isEqualTo("kept");
        assertThat(Dump.of(back)).isEqualTo(Dump.of(store));
    }

    @Test
    void aClockThatRanFarAheadIsSetBackOnceNothingIsPending() {
        site.stop(site.start());
        Host host = site.start();
        host.time().skew(Duration.ofDays(365));
        Sample.title(host.store(), Sample.IDEA, "from the future");
        DeviceId before = device(host.store());

        link.sync(host.store());
        host.time().skew(Duration.ofDays(-365));
        Sample.title(host.store(), Sample.IDEA, "from today");
        link.sync(host.store());

        assertThat(device(host.store())).isNotEqualTo(before);
        assertThat(Sample.title(host.store(), Sample.IDEA)).isEqualTo("from today");
        assertThat(Sample.node(host.store(), Sample.IDEA).updatedAt()).isLessThan(1_790_000_000_000L);
    }

    @Test
    void whatACopyHadBroughtThereCountsUnderItsIdentityAlsoWhereThePageEndsBeforeIt() {
        Store other = open(new MemoryDisk(), 79);
        other.attach(Link.BINDING);
        link.sync(other);
        Sample.title(store, Sample.IDEA, "brought by a copy");
        Op mine = Link.offer(store).get(0);
        Sample.title(other, Sample.IMAGE, "in between");
        link.sync(other);
        Op.Origin elsewhere =
                new Op.Origin(new DeviceId("a-copy"), 1, mine.origin().claimed());
        link.send(List.of(mine.renumbered(elsewhere)));

        Exchanged push = link.send(List.of(mine));
        Exchanged page = link.fetch(store, 1);
        store.replication()
                .record(new Exchanged(push.sent(), push.answers(), page.after(), page.pulled(), page.time(), Set.of()));
        assertThat(store.replication().state().pending()).isEqualTo(1);
        link.pull(store);

        assertThat(store.replication().state().pending()).isZero();
        assertThat(store.replication().differing(link.digest(store, Sample.POSTER), Set.of(Sample.POSTER)))
                .isEmpty();
    }

    /** Two operations of which the second builds on the first. */
    private List<Op> offerNodeAndMove() {
        NodeId fresh = NodeId.of("fresh");
        store.edit(Sample.POSTER, draft -> draft.addNode(fresh, "prompt", node -> {}));
        store.edit(Sample.POSTER, draft -> draft.moveNode(fresh, 1, 2));
        return Link.offer(store);
    }

    @Test
    void whatTheServerTookIsNotParkedWithWhatItBuildsOnThoughThePageTellsOfItLater() {
        Store other = open(new MemoryDisk(), 79);
        other.attach(Link.BINDING);
        link.sync(other);
        List<Op> both = offerNodeAndMove();
        assertThat(both).hasSize(2);
        Sample.title(other, Sample.IMAGE, "in between");
        link.sync(other);

        Exchanged push = link.send(both.subList(1, 2));
        Exchanged page = link.fetch(store, 1);
        List<OpAnswer> answers = new ArrayList<>();
        answers.add(new OpAnswer.Decided(new Verdict.Rejected(both.get(0).id(), "NOT_ALLOWED", "It may not be")));
        answers.addAll(push.answers());
        store.replication().record(new Exchanged(both, answers, page.after(), page.pulled(), page.time(), Set.of()));

        assertThat(store.oplog().dead())
                .extracting(dead -> dead.op().id())
                .containsExactly(both.get(0).id());
        assertThat(store.replication().state().pending()).isEqualTo(1);
        link.pull(store);
        assertThat(store.replication().state().pending()).isZero();
    }

    @Test
    void norIfTheRefusalComesInALaterAnswer() {
        Store other = open(new MemoryDisk(), 79);
        other.attach(Link.BINDING);
        link.sync(other);
        List<Op> both = offerNodeAndMove();
        Sample.title(other, Sample.IMAGE, "in between");
        link.sync(other);
        Exchanged push = link.send(both.subList(1, 2));
        Exchanged page = link.fetch(store, 1);
        store.replication()
                .record(new Exchanged(push.sent(), push.answers(), page.after(), page.pulled(), page.time(), Set.of()));
        assertThat(store.replication().state().pending()).isEqualTo(2);

        Op first = both.get(0);
        OpAnswer no = new OpAnswer.Decided(new Verdict.Rejected(first.id(), "NOT_ALLOWED", "It may not be"));
        store.replication().record(Exchanged.push(List.of(first), List.of(no), page.time()));

        assertThat(store.oplog().dead()).extracting(dead -> dead.op().id()).containsExactly(first.id());
        assertThat(store.replication().state().pending()).isEqualTo(1);
        link.pull(store);
        assertThat(store.replication().state().pending()).isZero();
    }
}
