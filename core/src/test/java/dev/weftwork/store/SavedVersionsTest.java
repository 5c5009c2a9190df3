package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.change.Admission;
import dev.weftwork.change.EntityKind;
import dev.weftwork.graph.Ids;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Workflow;
import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.store.history.UndoResult;
import dev.weftwork.store.history.VersionRetention;
import dev.weftwork.store.history.Versions;
import dev.weftwork.version.SavedVersion;
import dev.weftwork.version.ValuesSeen;
import dev.weftwork.version.VersionBook;
import dev.weftwork.version.VersionId;
import dev.weftwork.version.WorkflowDiff;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Versions that people save: numbered without gaps, openable, comparable, and one can go back to them. */
final class SavedVersionsTest {
    private static final long NOW = 1_780_000_000_000L;

    private final ManualScheduler serverTime = new ManualScheduler(NOW);
    private final MemoryWorkspace server = MemoryWorkspace.create("studio", serverTime);
    private final Link link = new Link(server);
    private final Site site = new Site();
    private Host host = site.start();
    private Store store = host.store();
    private Versions versions;

    @BeforeEach
    void create() {
        Sample.create(store);
        versions = store.versions(Sample.POSTER);
    }

    private static List<Integer> numbers(Store store) {
        return store.versions(Sample.POSTER).list().stream()
                .map(SavedVersion::number)
                .toList();
    }

    private Store device(long seed) {
        Store other = new Site(new MemoryDisk())
                .start(builder -> builder.ids(Ids.seeded(seed, () -> NOW)))
                .store();
        other.attach(Link.BINDING);
        return other;
    }

    private Workflow open(Versions of, int at) {
        return of.open(of.list().get(at)).orElseThrow();
    }

    @Test
    void eachSaveIsAVersionWithAuthorTimeAndNote() {
        SavedVersion first = versions.save("Ann", "First draft").version();
        site.pass(Duration.ofMinutes(1));
        Sample.title(store, Sample.IDEA, "Other");
        versions.save("Bob", "");

        assertThat(first.number()).isEqualTo(1);
        assertThat(first.author()).isEqualTo("Ann");
        assertThat(first.note()).isEqualTo("First draft");
        assertThat(numbers(store)).containsExactly(1, 2);
        assertThat(versions.list().get(1).savedAt() - first.savedAt()).isEqualTo(60_000);
    }

    @Test
    void aVersionShowsWhatTheWorkflowWasAlsoAfterARestart() {
        String before = Content.of(store);
        versions.save("Ann", "");
        store.edit(Sample.POSTER, draft -> draft.removeNode(Sample.IDEA).rename("Other"));
        site.pass(Duration.ofSeconds(10));
        site.stop(host);
        store = site.start().store();

        Versions again = store.versions(Sample.POSTER);
        assertThat(Content.of(open(again, 0))).isEqualTo(before);
        assertThat(Content.of(store)).isNotEqualTo(before);
        assertThat(store.workflows()).hasSize(1);
    }

    @Test
    void aPolicyKeepsTheNewestAndTheYoungAndNoNumberIsGivenTwice() {
        for (int i = 0; i < 4; i++) {
            versions.save("Ann", "day " + i);
            site.pass(Duration.ofDays(1));
        }
        String content = Content.of(open(versions, 3));

        List<SavedVersion> old = versions.prune(VersionRetention.newest(1).orYoungerThan(Duration.ofDays(3)));
        assertThat(old).extracting(SavedVersion::note).containsExactly("day 0", "day 1");
        assertThat(numbers(store)).containsExactly(3, 4);
        assertThat(versions.prune(VersionRetention.newest(2))).isEmpty();
        assertThat(versions.prune(VersionRetention.newest(1)))
                .extracting(SavedVersion::number)
                .containsExactly(3);
        assertThat(Content.of(open(versions, 0))).isEqualTo(content);

        versions.save("Ann", "next");
        assertThat(numbers(store)).containsExactly(4, 5);
        assertThat(store.history(Sample.POSTER).state().canUndo()).isFalse();
    }

    @Test
    void aPolicyOfAnyLengthOfTimeIsTaken() {
        versions.save("Ann", "");
        versions.save("Ann", "");

        assertThat(versions.prune(VersionRetention.newest(1).orYoungerThan(ChronoUnit.FOREVER.getDuration())))
                .isEmpty();
        assertThat(versions.prune(VersionRetention.newest(Integer.MAX_VALUE))).isEmpty();
    }

    @Test
    void aVersionThatSaysItIsOfTheFutureIsNotKeptForIt() {
        MadeUp.append(store, EntityKind.VERSION, "ahead", "saved", Json.parse("{\"at\":9000000000000000}"));
        MadeUp.append(store, EntityKind.VERSION, "beyond", "saved", Json.parse("{\"at\":9223372036854775807}"));
        MadeUp.append(store, EntityKind.VERSION, "before", "saved", Json.parse("{\"at\":-9223372036854775808}"));
        versions.save("Ann", "honest");
        VersionRetention policy = VersionRetention.newest(1);

        assertThat(versions.prune(policy.orYoungerThan(Duration.ofDays(1))))
                .extracting(each -> each.id().value())
                .containsExactly("before");
        site.pass(Duration.ofDays(2));
        assertThat(versions.prune(policy.orYoungerThan(Duration.ofDays(1))))
                .extracting(each -> each.id().value())
                .containsExactly("ahead", "beyond");
        assertThat(versions.list()).extracting(SavedVersion::note).containsExactly("honest");
    }

    @Test
    void whatNobodyHasNumberedIsNotRemoved() {
        versions.save("Ann", "alone");
        store.attach(Link.BINDING);
        link.sync(store);
        versions.save("Ann", "offline");
        versions.save("Ann", "offline, too");

        assertThat(versions.prune(VersionRetention.newest(1))).isEmpty();
        link.sync(store);
        assertThat(versions.prune(VersionRetention.newest(1)))
                .extracting(SavedVersion::note)
                .containsExactly("alone", "offline");
        link.sync(store);
        Store other = device(9);
        link.sync(other);
        assertThat(other.versions(Sample.POSTER).list())
                .extracting(SavedVersion::number)
                .containsExactly(3);
    }

    @Test
    void goingBackIsAnEditThatMakesANewVersionAndCanBeTakenBack() {
        String first = Content.of(store);
        versions.save("Ann", "");
        store.edit(
                Sample.POSTER,
                draft -> draft.removeNode(Sample.IDEA)
                        .addNode(NodeId.of("new"), "prompt", node -> {})
                        .config(Sample.IMAGE, "seed", 3)
                        .rename("Other"));
        versions.save("Ann", "");
        String second = Content.of(store);

        SavedVersion third =
                versions.rollback(versions.list().get(0), "Ann").orElseThrow().version();

        assertThat(third.number()).isEqualTo(3);
        assertThat(third.root()).isEqualTo(versions.list().get(0).root());
        assertThat(Content.of(store)).isEqualTo(first);
        assertThat(Content.of(open(versions, 2))).isEqualTo(first);
        assertThat(store.history(Sample.POSTER).undo()).isInstanceOf(UndoResult.Done.class);
        assertThat(Content.of(store)).isEqualTo(second);
    }

    @Test
    void whatDiffersBetweenTwoIsToldByField() {
        versions.save("", "");
        store.edit(
                Sample.POSTER,
                draft -> draft.removeNode(Sample.GROUP)
                        .addNode(NodeId.of("new"), "prompt", node -> {})
                        .config(Sample.IDEA, "text", "a blue fox")
                        .rename("Other"));
        versions.save("", "");

        WorkflowDiff diff =
                versions.diff(versions.list().get(0), versions.list().get(1)).orElseThrow();

        assertThat(diff.addedNodes()).extracting(node -> node.id().value()).containsExactly("new");
        assertThat(diff.removedNodes()).extracting(node -> node.id()).containsExactly(Sample.GROUP);
        assertThat(diff.removedEdges()).extracting(edge -> edge.id()).containsExactly(Sample.SECOND);
        assertThat(diff.changedNodes().get(Sample.IDEA))
                .contains(new WorkflowDiff.Change("config.text", Json.of("a red fox"), Json.of("a blue fox")));
        assertThat(diff.fields()).containsExactly(new WorkflowDiff.Change("name", Json.of("Poster"), Json.of("Other")));
        Workflow now = store.workflow(Sample.POSTER);
        assertThat(WorkflowDiff.between(now, open(versions, 1)).isEmpty()).isTrue();
    }

    @Test
    void eightSaversAtOnceGetTheNumbersOneToNEverywhere() {
        store.attach(Link.BINDING);
        link.sync(store);
        List<Store> savers = new ArrayList<>(List.of(store));
        IntStream.range(1, 8).forEach(i -> savers.add(device(100 + i)));
        savers.forEach(link::sync);
        Random random = new Random(4);
        List<VersionId> saved = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Store saver = savers.get(random.nextInt(savers.size()));
            switch (random.nextInt(4)) {
                case 0 -> link.push(saver);
                case 1 -> link.pull(saver);
                default -> {
                    Sample.title(saver, Sample.IDEA, "title " + i);
                    saved.add(saver.versions(Sample.POSTER)
                            .save("saver", "" + i)
                            .version()
                            .id());
                }
            }
        }
        savers.forEach(link::sync);
        savers.forEach(link::sync);

        List<SavedVersion> all = store.versions(Sample.POSTER).list();
        assertThat(all).extracting(SavedVersion::id).containsExactlyInAnyOrderElementsOf(saved);
        assertThat(numbers(store))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, saved.size()).boxed().toList());
        List<VersionId> order = server.history().stream()
                .map(each -> each.op())
                .filter(Admission::savesVersion)
                .map(op -> new VersionId(op.writes().get(0).key().id()))
                .toList();
        assertThat(all)
                .extracting(SavedVersion::id)
                .as("the order of admission")
                .isEqualTo(order);
        for (Store saver : savers) {
            assertThat(saver.versions(Sample.POSTER).list()).isEqualTo(all);
            assertThat(Content.of(open(saver.versions(Sample.POSTER), 7)))
                    .isEqualTo(Content.of(open(store.versions(Sample.POSTER), 7)));
        }
    }

    @Test
    void aNumberOnceGivenStaysAlsoWhenSomebodySavedEarlierAndSendsLater() {
        store.attach(Link.BINDING);
        link.sync(store);
        Store late = device(7);
        link.sync(late);
        late.versions(Sample.POSTER).save("late", "saved first, sent last");
        site.pass(Duration.ofHours(1));
        serverTime.advance(Duration.ofHours(1));
        versions.save("Ann", "");
        assertThat(numbers(store)).as("until the server has spoken").containsExactly(0);
        link.sync(store);
        assertThat(numbers(store)).containsExactly(1);

        link.sync(late);
        link.sync(store);

        assertThat(versions.list()).extracting(SavedVersion::author).containsExactly("Ann", "late");
        assertThat(numbers(store)).containsExactly(1, 2);
        assertThat(late.versions(Sample.POSTER).list()).isEqualTo(versions.list());
    }

    @Test
    void savingDoesNotGiveOtherEditsOfTheDeviceALaterPlace() {
        store.attach(Link.BINDING);
        link.sync(store);
        Store late = device(7);
        link.sync(late);
        late.versions(Sample.POSTER).save("late", "");
        Sample.title(late, Sample.IDEA, "late's, an hour ago");
        site.pass(Duration.ofHours(1));
        serverTime.advance(Duration.ofHours(1));
        Sample.title(store, Sample.IDEA, "newer");
        link.sync(store);
        link.sync(late);
        link.sync(store);

        assertThat(Sample.title(store, Sample.IDEA)).isEqualTo("newer");
        assertThat(Dump.of(late)).isEqualTo(Dump.of(store));
    }

    @Test
    void versionsOfAStoreThatIsAttachedLaterKeepTheirOrder() {
        for (int i = 0; i < 5; i++) {
            Sample.title(store, Sample.IDEA, "title " + i);
            versions.save("Ann", "note " + i);
        }
        List<SavedVersion> before = versions.list();
        store.attach(Link.BINDING);
        link.sync(store);
        Store other = device(9);
        link.sync(other);

        List<SavedVersion> after = other.versions(Sample.POSTER).list();
        assertThat(after).isEqualTo(before);
        assertThat(other.versions(Sample.POSTER)
                        .open(after.get(2))
                        .orElseThrow()
                        .node(Sample.IDEA)
                        .orElseThrow()
                        .title())
                .isEqualTo("title 2");
    }

    @Test
    void aVersionCostsLittleWhenLittleChanged() {
        store.edit(
                Sample.POSTER,
                draft -> IntStream.range(0, 10_000)
                        .forEach(i -> draft.addNode(
                                NodeId.of("n" + i),
                                "prompt",
                                node -> node.title("Node " + i)
                                        .at(i, i)
                                        .config("text", "what number " + i + " is about"))));
        versions.save("", "");
        site.pass(Duration.ofSeconds(1));
        store.flush();
        long before = logged(store);
        Sample.move(store, NodeId.of("n77"), 5);
        versions.save("", "");
        store.flush();

        assertThat(logged(store) - before).isBetween(1L, 20_000L);
    }

    private static long logged(Store store) {
        return store.oplog().entries().stream()
                .mapToLong(entry -> entry.text(1).length())
                .sum();
    }

    @Test
    void whateverVersionsReferToIsFoundAfterItIsGoneFromTheWorkflow() throws Exception {
        versions.save("", "");
        store.edit(Sample.POSTER, draft -> draft.removeNode(Sample.IMAGE));
        site.pass(Duration.ofSeconds(1));
        store.attach(Link.BINDING);
        link.sync(store);

        List<String> values = new ArrayList<>();
        ValuesSeen seen = VersionBook.of(server.state(Sample.POSTER)).forEachValue(value -> values.add(value.text()));
        assertThat(seen).isEqualTo(new ValuesSeen.All());

        assertThat(values).anySatisfy(value -> assertThat(value).contains("fox.png"));
    }

    @Test
    void whatIsNoVersionOfTheWorkflowIsRefused() {
        SavedVersion stranger = new SavedVersion(new VersionId("none"), 1, "", "", 0, "");

        assertThatThrownBy(() -> versions.open(stranger))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no version none");
    }
}
