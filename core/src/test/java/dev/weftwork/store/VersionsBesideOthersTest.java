package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.change.Verdict;
import dev.weftwork.graph.Ids;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Viewport;
import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.spi.OpAnswer;
import dev.weftwork.spi.RemoteTime;
import dev.weftwork.store.history.Versions;
import dev.weftwork.version.SavedVersion;
import dev.weftwork.version.ValuesSeen;
import dev.weftwork.version.VersionBook;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Versions on several devices: what may leave does, what must not stays, and a version comes with its content. */
final class VersionsBesideOthersTest {
    private static final long NOW = 1_780_000_000_000L;
    private static final NodeId PRIVATE = NodeId.of("private");
    private static final EntityKey COMMENT = new EntityKey(EntityKind.of("comment"), "first");

    private final ManualScheduler serverTime = new ManualScheduler(NOW);
    private final MemoryWorkspace server = MemoryWorkspace.create("studio", serverTime);
    private final Link link = new Link(server);
    private final Store ann = new Site().start().store();
    private final Store bob = device(99);

    private static Store device(long seed) {
        return new Site(new MemoryDisk())
                .start(builder -> builder.ids(Ids.seeded(seed, () -> NOW)))
                .store();
    }

    @BeforeEach
    void attach() {
        ann.attach(Link.BINDING);
        bob.attach(Link.BINDING);
        Sample.create(ann);
        meet();
    }

    private void meet() {
        link.sync(ann);
        link.sync(bob);
        link.sync(ann);
    }

    private static Versions versions(Store store) {
        return store.versions(Sample.POSTER);
    }

    private static SavedVersion last(Store store) {
        List<SavedVersion> all = versions(store).list();
        return all.get(all.size() - 1);
    }

    private static void keepHere(Store store, String slice) {
        store.slices().configure(slice, store.slices().config(slice).withSync(false));
    }

    private static void record(Store store, Op op, Verdict verdict) {
        OpAnswer answer = new OpAnswer.Decided(verdict);
        store.replication().record(Exchanged.push(List.of(op), List.of(answer), new RemoteTime(NOW << 16, NOW)));
    }

    @Test
    void whatStaysOnTheDeviceStaysOutOfWhatOthersGetOfAVersion() {
        keepHere(ann, "node");
        ann.edit(Sample.POSTER, draft -> draft.addNode(PRIVATE, "prompt", node -> node.title("a secret heron")));
        versions(ann).save("Ann", "");
        meet();

        assertThat(versions(bob).open(last(bob)).orElseThrow().node(PRIVATE)).isEmpty();
        assertThat(VersionBook.of(server.state(Sample.POSTER))
                        .forEachValue(value -> assertThat(value.text()).doesNotContain("heron")))
                .isEqualTo(new ValuesSeen.All());
        assertThat(versions(ann).open(last(ann)).orElseThrow().node(PRIVATE)).isPresent();
        assertThat(last(bob).number()).isEqualTo(1);
    }

    @Test
    void whatIsKeptBackAfterASaveDoesNotLeaveWithItsVersion() {
        ann.edit(Sample.POSTER, draft -> draft.addNode(PRIVATE, "prompt", node -> node.title("a secret heron")));
        versions(ann).save("Ann", "");
        keepHere(ann, "node");
        link.push(ann);
        link.push(ann);
        link.push(ann);
        link.pull(bob);

        assertThat(VersionBook.of(server.state(Sample.POSTER))
                        .forEachValue(value -> assertThat(value.text()).doesNotContain("heron")))
                .isEqualTo(new ValuesSeen.All());
        assertThat(versions(bob).list()).as("a version without its content").isEmpty();
    }

    @Test
    void aViewportThatIsNotSharedStaysWhereItIsWhenSomebodyGoesBack() {
        keepHere(bob, "viewport");
        ann.setViewport(Sample.POSTER, new Viewport(1, 1, 1));
        versions(ann).save("Ann", "");
        Sample.title(ann, Sample.IDEA, "Other");
        meet();
        bob.setViewport(Sample.POSTER, new Viewport(7, 7, 2));

        versions(bob).rollback(last(bob), "Bob");

        assertThat(Sample.title(bob, Sample.IDEA)).isEqualTo("Idea");
        assertThat(bob.workflow(Sample.POSTER).viewport()).isEqualTo(new Viewport(7, 7, 2));
    }

    private static void comment(Store store) {
        MadeUp.append(store, COMMENT.kind(), COMMENT.id(), "text", Json.of("Look here"));
    }

    private boolean isCommented() {
        Entity comment = server.state(Sample.POSTER).entity(COMMENT);
        return comment != null && comment.alive();
    }

    @Test
    void whatIsOfASortThatAVersionHadNoneOfGoesWhenSomebodyGoesBack() {
        versions(ann).save("Ann", "");
        meet();
        comment(bob);
        meet();
        assertThat(isCommented()).isTrue();

        versions(bob).rollback(last(bob), "Bob");
        meet();
        assertThat(isCommented()).isFalse();
        bob.history(Sample.POSTER).undo();
        meet();
        assertThat(isCommented()).isTrue();
    }

    @Test
    void whatIsOfASortThatTheSaverKeepsBackStaysWhenAnotherGoesBack() {
        assertThat(ann.collection("comment").all()).isEmpty();
        versions(ann).save("Ann", "equal");
        keepHere(ann, "comment");
        versions(ann).save("Ann", "");
        assertThat(last(ann).root()).isEqualTo(versions(ann).list().get(0).root());
        meet();
        comment(bob);
        meet();

        versions(bob).rollback(last(bob), "Bob");
        meet();

        assertThat(isCommented()).isTrue();
    }

    @Test
    void aVersionWaitsForItsContentAndParksWithIt() {
        Sample.title(ann, Sample.IDEA, "Other");
        link.sync(ann);
        versions(ann).save("Ann", "");
        List<Op> first = Link.offer(ann);
        assertThat(first).noneMatch(op -> op.writes().get(0).writes(RegisterNames.SAVED));

        record(ann, first.get(0), new Verdict.Rejected(first.get(0).id(), "QUOTA", "No room"));

        assertThat(Link.offer(ann)).isEmpty();
        assertThat(versions(ann).list()).isEmpty();
        assertThat(ann.oplog().dead()).hasSize(2);
    }

    @Test
    void aVersionThatReusesChunksWaitsForThemToo() {
        ann.edit(Sample.POSTER, draft -> draft.addNode(PRIVATE, "prompt", node -> {}));
        link.sync(ann);
        versions(ann).save("Ann", "first");
        versions(ann).save("Ann", "again");
        Op chunks = Link.offer(ann).get(0);

        record(ann, chunks, new Verdict.Rejected(chunks.id(), "QUOTA", "No room"));

        assertThat(versions(ann).list()).isEmpty();
    }

    @Test
    void deletingAVersionThatWasSavedOfflineWins() {
        versions(ann).save("Ann", "");
        EntityKey key = new EntityKey(EntityKind.VERSION, last(ann).id().value());
        ann.oplog()
                .append(
                        Sample.POSTER,
                        List.of(EntityWrites.to(key)
                                .set(RegisterNames.LIFE, Json.FALSE)
                                .build()));
        versions(ann).save("Ann", "second");
        serverTime.advance(java.time.Duration.ofHours(1));
        meet();

        assertThat(versions(bob).list()).extracting(SavedVersion::note).containsExactly("second");
        assertThat(versions(bob).list()).extracting(SavedVersion::number).containsExactly(2);
        assertThat(versions(ann).list()).isEqualTo(versions(bob).list());
    }

    @Test
    void aNumberOfAStoreThatWasAttachedIsShownWhenItIsSure() {
        Store cleo = device(7);
        Sample.create(cleo);
        versions(cleo).save("Cleo", "");
        cleo.attach(Link.BINDING);
        assertThat(last(cleo).number()).isZero();
        versions(bob).save("Bob", "");
        link.sync(bob);
        while (cleo.replication().state().pending() > 0) {
            link.push(cleo);
            assertThat(versions(cleo).list())
                    .filteredOn(each -> each.author().equals("Cleo"))
                    .extracting(SavedVersion::number)
                    .containsExactly(0);
        }

        link.sync(cleo);

        assertThat(versions(cleo).list()).extracting(SavedVersion::author).containsExactly("Bob", "Cleo");
        assertThat(versions(cleo).list()).extracting(SavedVersion::number).containsExactly(1, 2);
    }

    @Test
    void aVersionThatWaitsWhenTheStoreIsDetachedComesLast() {
        versions(ann).save("Ann", "waits");
        serverTime.advance(java.time.Duration.ofHours(1));
        versions(bob).save("Bob", "");
        link.sync(bob);
        link.pull(ann);
        assertThat(versions(ann).list()).extracting(SavedVersion::number).containsExactly(1, 0);

        ann.detach();
        versions(ann).save("Ann", "alone");

        assertThat(versions(ann).list()).extracting(SavedVersion::note).containsExactly("", "waits", "alone");
        assertThat(versions(ann).list()).extracting(SavedVersion::number).containsExactly(1, 2, 3);
    }
}
