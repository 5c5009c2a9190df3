package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.change.EntityKey;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Point;
import dev.weftwork.graph.Viewport;
import dev.weftwork.spi.StorageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Settled changes come once for each entity that has come to rest, as its slice says. */
final class SettledTest {
    private final Site site = new Site();
    private final Host host = site.start();
    private final Store store = host.store();
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void create() {
        Sample.create(store).awaitDurable();
        store.observeSettled(change -> told.add(change.key() + " in " + change.slice()));
    }

    private void after(long millis) {
        site.pass(Duration.ofMillis(millis));
    }

    @Test
    void anEntityIsToldThreeHundredMillisecondsAfterItsLastChange() {
        Sample.move(store, Sample.IDEA, 1);
        after(200);
        Sample.move(store, Sample.IDEA, 2);

        after(299);
        assertThat(told).isEmpty();
        after(1);
        assertThat(told).containsExactly("node idea in node");
        after(10_000);
        assertThat(told).hasSize(1);
    }

    @Test
    void manyChangesAreToldOnceAndTheStateIsTheLast() {
        List<Point> seen = new ArrayList<>();
        store.observeSettled(change -> seen.add(Sample.node(store, Sample.IDEA).position()));
        for (int i = 1; i <= 5; i++) {
            Sample.move(store, Sample.IDEA, i);
        }
        after(300);

        assertThat(told).hasSize(1);
        assertThat(seen).containsExactly(new Point(5, 0));
    }

    @Test
    void entitiesWaitForThemselvesAlone() {
        Sample.move(store, Sample.IDEA, 1);
        after(200);
        Sample.move(store, Sample.IMAGE, 1);
        after(100);
        assertThat(told).containsExactly("node idea in node");

        after(200);
        assertThat(told).containsExactly("node idea in node", "node image in node");
    }

    @Test
    void entitiesThatSettleTogetherAreToldInTheOrderOfTheirFirstChange() {
        Sample.move(store, Sample.IMAGE, 1);
        Sample.move(store, Sample.GROUP, 1);
        Sample.move(store, Sample.IDEA, 1);
        Sample.move(store, Sample.IMAGE, 2);
        after(300);

        assertThat(told).containsExactly("node image in node", "node group in node", "node idea in node");
    }

    @Test
    void aSliceHasItsOwnWaitWhichCanBeChangedAtRunTime() {
        store.slices().configure("node", SliceConfig.DEFAULT.withDebounce(Duration.ofSeconds(1)));
        Sample.move(store, Sample.IDEA, 1);
        after(999);
        assertThat(told).isEmpty();
        after(1);
        assertThat(told).hasSize(1);

        store.slices().configure("node", SliceConfig.DEFAULT.withDebounce(Duration.ofMillis(500)));
        Sample.move(store, Sample.IDEA, 2);
        after(499);
        assertThat(told).hasSize(1);
        after(1);
        assertThat(told).hasSize(2);
    }

    @Test
    void withoutAWaitEveryChangeIsToldAtOnce() {
        store.slices().configure("node", SliceConfig.DEFAULT.withDebounce(Duration.ZERO));

        Sample.move(store, Sample.IDEA, 1);
        after(0);
        Sample.move(store, Sample.IDEA, 2);
        after(0);

        assertThat(told).hasSize(2);
    }

    @Test
    void theViewportIsASliceOfItsOwn() {
        store.slices().configure("viewport", SliceConfig.DEFAULT.withDebounce(Duration.ofMillis(50)));

        store.setViewport(Sample.POSTER, Viewport.ORIGIN);
        store.renameWorkflow(Sample.POSTER, "x");
        after(50);
        assertThat(told).containsExactly("workflow poster in viewport");
        after(250);
        assertThat(told).containsExactly("workflow poster in viewport", "workflow poster in workflow");
    }

    @Test
    void aSliceThatIsSwitchedOffTellsNothingAndStoresAllTheSame() {
        store.slices().configure("node", SliceConfig.DEFAULT.withEnabled(false));

        Sample.move(store, Sample.IDEA, 77).awaitDurable();
        store.setViewport(Sample.POSTER, Viewport.ORIGIN);
        after(1000);
        assertThat(told).containsExactly("workflow poster in viewport");

        store.slices().configure("node", SliceConfig.DEFAULT);
        Sample.move(store, Sample.IMAGE, 1);
        after(300);
        assertThat(told).endsWith("node image in node");
        assertThat(Sample.node(site.crashAll().store(), Sample.IDEA).position()).isEqualTo(new Point(77, 0));
    }

    @Test
    void whatWasWaitingWhenItsSliceWasSwitchedOffIsStillTold() {
        Sample.move(store, Sample.IDEA, 1);
        store.slices().configure("node", SliceConfig.DEFAULT.withEnabled(false));
        after(300);

        assertThat(told).containsExactly("node idea in node");
    }

    @Test
    void flushingTellsEverythingNowAndStoresIt() {
        Sample.move(store, Sample.IDEA, 1);
        Sample.move(store, Sample.IMAGE, 1);
        store.collection("files").put("a", 1);

        store.flush();

        assertThat(told).containsExactly("node idea in node", "node image in node", "files a in files");
        assertThat(store.oplog().unsaved()).isEmpty();
        after(1000);
        assertThat(told).hasSize(3);
    }

    @Test
    void closingTellsEverythingToo() {
        Sample.move(store, Sample.IDEA, 1);

        store.close();

        assertThat(told).containsExactly("node idea in node");
    }

    @Test
    void closingTellsEverythingEvenIfTheDiskIsFull() {
        host.storage().refuseWrites(new StorageException(StorageException.Kind.FULL, "No space", "Free some"));
        Sample.move(store, Sample.IDEA, 1);

        assertThatThrownBy(store::close).isInstanceOf(StorageException.class);

        assertThat(told).containsExactly("node idea in node");
    }

    @Test
    void whatIsToldIsStored() {
        List<Integer> unsaved = new ArrayList<>();
        store.observeSettled(change -> unsaved.add(store.oplog().unsaved().size()));
        Sample.move(store, Sample.IDEA, 1);
        Sample.move(store, Sample.IMAGE, 1);

        store.flush();

        assertThat(unsaved).containsExactly(0, 0);
    }

    @Test
    void aListenerThatThrowsHurtsNobodyAndIsCounted() {
        store.observeSettled(change -> {
            throw new IllegalStateException("bad");
        });
        List<EntityKey> others = new ArrayList<>();
        store.observeSettled(change -> others.add(change.key()));

        Sample.move(store, Sample.IDEA, 1);
        Sample.move(store, Sample.IMAGE, 1);
        after(300);

        assertThat(told).hasSize(2);
        assertThat(others).hasSize(2);
        assertThat(store.metrics().snapshot().listenerFailures()).isEqualTo(2);
    }

    @Test
    void aListenerMayEdit() {
        store.observeSettled(change -> {
            if (change.key().equals(EntityKey.of(Sample.IDEA))) {
                Sample.move(store, Sample.IMAGE, 9).awaitDurable();
            }
        });
        Sample.move(store, Sample.IDEA, 1);
        after(300);
        after(300);

        assertThat(told).containsExactly("node idea in node", "node image in node");
    }

    @Test
    void aListenerThatIsTakenAwayHearsNothingMore() {
        List<SettledChange> others = new ArrayList<>();
        Subscription subscription = store.observeSettled(others::add);
        Sample.move(store, Sample.IDEA, 1);

        subscription.close();
        after(300);

        assertThat(others).isEmpty();
        assertThat(told).hasSize(1);
    }

    @Test
    void anEntityThatNeverRestsIsToldAllTheSame() {
        for (int i = 0; i < 100; i++) {
            Sample.move(store, Sample.IDEA, i);
            after(100);
        }

        // ten times the wait is the longest
        assertThat(told).hasSizeBetween(3, 4);
    }

    @Test
    void aGestureSettlesWhenItHasEnded() {
        Gesture gesture = store.gesture(Sample.POSTER);
        gesture.frame(draft -> draft.moveNode(Sample.IDEA, 1, 1));
        after(10_000);
        assertThat(told).isEmpty();

        gesture.commit();
        after(300);

        assertThat(told).containsExactly("node idea in node");
    }

    @Test
    void editsOfOtherProcessesSettleToo() {
        Host other = site.start();
        store.workflow(Sample.POSTER);

        Sample.move(other.store(), Sample.IDEA, 1).awaitDurable();
        after(100);
        after(300);

        assertThat(told).containsExactly("node idea in node");
    }

    @Test
    void slicesStartWithTheirDefaultsAndNamesAreListed() {
        assertThat(store.slices().names()).containsExactly("asset", "edge", "node", "setting", "viewport", "workflow");
        assertThat(store.slices().names())
                .allSatisfy(name -> assertThat(store.slices().config(name))
                        .isEqualTo(new SliceConfig(true, true, Duration.ofMillis(300), 10)));
        store.collection("files");
        assertThat(store.slices().config("files")).isEqualTo(SliceConfig.DEFAULT);
    }

    @Test
    void aSliceConfigurationIsChangedFieldByField() {
        SliceConfig config = SliceConfig.DEFAULT
                .withBatchSize(25)
                .withSync(false)
                .withEnabled(false)
                .withDebounce(Duration.ofMillis(1000));

        store.slices().configure("edge", config);

        assertThat(store.slices().config("edge")).isEqualTo(new SliceConfig(false, false, Duration.ofSeconds(1), 25));
        assertThat(store.slices().config("node")).isEqualTo(SliceConfig.DEFAULT);
        assertThatIllegalArgumentException().isThrownBy(() -> store.slices().config("edges"));
    }

    @Test
    void aNewNodeAndItsEdgeAreEachTold() {
        NodeId fresh = NodeId.of("fresh");

        store.edit(Sample.POSTER, draft -> draft.addNode(fresh, "t", node -> {}).connect(fresh, Sample.IMAGE));
        after(300);

        assertThat(told).hasSize(2).contains("node fresh in node").anyMatch(text -> text.endsWith("in edge"));
    }
}
