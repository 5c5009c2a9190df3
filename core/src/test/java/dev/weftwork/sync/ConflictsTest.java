package dev.weftwork.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weftwork.change.EntityKind;
import dev.weftwork.graph.Ids;
import dev.weftwork.graph.Json;
import dev.weftwork.memory.MemoryRemote;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.store.Conflict;
import dev.weftwork.store.ConflictPolicy;
import dev.weftwork.store.ConflictStrategy;
import dev.weftwork.store.Store;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What running engines do about edits that met unawares. */
final class ConflictsTest {
    private final ManualScheduler time = new ManualScheduler();
    private final MemoryWorkspace server = MemoryWorkspace.create("studio", time);
    private Wire annsWire = new Wire(MemoryRemote.of(server, "ann"));
    private final Device bob = new Device(time, MemoryRemote.of(server, "bob"), 2, options -> options);
    private Device ann = new Device(time, annsWire, 1, options -> options);

    @AfterEach
    void nothingWasThrown() {
        assertThat(time.failures()).isEmpty();
    }

    private void pass(long seconds) {
        time.advance(Duration.ofSeconds(seconds));
    }

    /** Ann's device with a policy, in place of the one without. */
    private void ann(ConflictPolicy policy) {
        ann.close();
        annsWire = new Wire(MemoryRemote.of(server, "ann"));
        Store store = Store.builder()
                .storage(MemoryStorage.on(ann.disk))
                .scheduler(time)
                .ids(Ids.seeded(7, time::wallMillis))
                .open();
        ann = new Device(ann.disk, store, time, annsWire, builder -> builder.conflicts(policy));
    }

    private void begin() {
        bob.createPoster();
        bob.node("a", "first");
        pass(10);
    }

    /** Ann edits first and is heard last, so her edit loses. */
    private void meet(String anns, String bobs) {
        annsWire.silent = true;
        ann.node("a", anns);
        pass(1);
        bob.node("a", bobs);
        pass(10);
        annsWire.silent = false;
        pass(300);
    }

    private List<Conflict> conflicts() {
        return ann.store.replication().conflicts();
    }

    @Test
    void theLaterEditStandsAndBothAreToldOfIt() {
        begin();
        meet("ann's", "bob's");

        assertThat(ann.title("a")).isEqualTo("bob's");
        assertThat(ann.events).contains("conflict title false");
        assertThat(bob.events).contains("conflict title true");
        assertThat(ann.engine.metrics().conflicts()).isEqualTo(1);
    }

    @Test
    void aDeviceThatKeepsItsOwnWritesItOnceMoreAndAllEndAlike() {
        ann(ConflictPolicy.of(ConflictStrategy.KEEP_LOCAL));
        begin();
        meet("ann's", "bob's");

        assertThat(ann.title("a")).isEqualTo("ann's");
        assertThat(ann.shows()).isEqualTo(bob.shows());
        assertThat(server.history().stream().filter(each -> each.op().resolves() != null))
                .hasSize(1);
    }

    @Test
    void aDeviceThatKeepsTheOthersLetsItStand() {
        ann(ConflictPolicy.of(ConflictStrategy.KEEP_REMOTE));
        begin();
        meet("ann's", "bob's");

        assertThat(ann.title("a")).isEqualTo("bob's");
        assertThat(ann.shows()).isEqualTo(bob.shows());
    }

    @Test
    void bothValuesBecomeOneForOneField() {
        ann(ConflictPolicy.LAST_WRITE_WINS.with(
                EntityKind.NODE,
                "title",
                ConflictStrategy.merge((mine, theirs) -> mine == null || theirs == null
                        ? mine
                        : Json.of(mine.asString() + " and " + theirs.asString()))));
        begin();
        meet("ann's", "bob's");

        assertThat(bob.title("a")).isEqualTo("ann's and bob's");
        assertThat(ann.shows()).isEqualTo(bob.shows());
    }

    @Test
    void aPersonDecidesLaterAndTheEngineCarriesTheDecision() {
        ann(ConflictPolicy.of(ConflictStrategy.MANUAL));
        begin();
        meet("ann's", "bob's");
        assertThat(conflicts()).singleElement().matches(Conflict::open);
        assertThat(ann.title("a")).isEqualTo("bob's");

        ann.store.replication().settle(conflicts().get(0), Json.of("settled"));
        pass(60);

        assertThat(bob.title("a")).isEqualTo("settled");
        assertThat(conflicts()).singleElement().matches(each -> !each.open());
    }

    @Test
    void aDecisionGoesAsSoonAsItHasRested() {
        ann(ConflictPolicy.of(ConflictStrategy.MANUAL));
        begin();
        meet("ann's", "bob's");
        ann.engine.configure(options -> options.withInterval(Duration.ZERO));

        ann.store.replication().settle(conflicts().get(0), Json.of("settled"));
        pass(3);

        assertThat(bob.title("a")).isEqualTo("settled");
    }

    @Test
    void aDecisionInAStoreThatWasDetachedWaitsForNobody() {
        ann(ConflictPolicy.of(ConflictStrategy.MANUAL));
        begin();
        meet("ann's", "bob's");
        ann.engine.close();
        ann.store.detach();

        ann.store.replication().settle(conflicts().get(0), Json.of("settled"));

        assertThat(ann.title("a")).isEqualTo("settled");
        assertThat(ann.store.oplog().pending()).isEmpty();
        assertThat(conflicts()).singleElement().matches(each -> !each.open());
    }

    @Test
    void aStrategyThatEndsInAnErrorLeavesItsConflictOpenAndSyncingGoesOn() {
        ann(ConflictPolicy.of(conflict -> {
            throw new StackOverflowError("It merges for ever");
        }));
        begin();
        meet("ann's", "bob's");

        assertThat(conflicts()).singleElement().matches(Conflict::open);
        assertThat(ann.title("a")).isEqualTo("bob's");
        assertThat(ann.engine.status().phase()).isEqualTo(SyncStatus.Phase.SUCCESS);
    }

    @Test
    void clocksThatAreAnHourOffLoseNothing() {
        time.skew(Duration.ofHours(-1));
        begin();
        time.skew(Duration.ofHours(2));
        meet("ann's", "bob's");

        assertThat(ann.shows()).isEqualTo(bob.shows());
        Conflict kept = conflicts().get(0);
        assertThat(List.of(kept.mine().value(), kept.theirs().value()))
                .containsExactlyInAnyOrder(Json.of("ann's"), Json.of("bob's"));
    }

    @Test
    void whatIsNotOpenIsForgottenAfterItsTimeAndWhatIsOpenIsNot() {
        ann(ConflictPolicy.LAST_WRITE_WINS
                .with(EntityKind.NODE, "title", ConflictStrategy.MANUAL)
                .keeping(Duration.ofDays(1), 100));
        begin();
        meet("ann's", "bob's");
        Conflict open = conflicts().get(0);
        ann.store.replication().settle(open, ConflictStrategy.Decision.STANDS);
        meet("ann's again", "bob's again");
        assertThat(conflicts()).hasSize(2);

        pass(Duration.ofDays(2).toSeconds());
        bob.node("a", "the server's time is heard");
        pass(60);

        assertThat(conflicts()).singleElement().matches(Conflict::open);
    }

    @Test
    void ofThoseThatAreNotOpenOnlyTheNewestAreKept() {
        ann(ConflictPolicy.LAST_WRITE_WINS.keeping(Duration.ofDays(90), 3));
        begin();
        for (int i = 0; i < 5; i++) {
            meet("ann's " + i, "bob's " + i);
        }

        assertThat(conflicts())
                .extracting(each -> String.valueOf(each.mine().value()))
                .containsExactly("\"ann's 2\"", "\"ann's 3\"", "\"ann's 4\"");
        ann(ConflictPolicy.LAST_WRITE_WINS);
        assertThat(conflicts()).hasSize(3);
    }

    @Test
    void toKeepFewerThanNoneIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConflictPolicy.LAST_WRITE_WINS.keeping(Duration.ofDays(-1), 3))
                .withMessageContaining("zero");
    }
}
