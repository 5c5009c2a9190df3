package dev.weftwork.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryRemote;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.spi.RemoteFailure.Kind;
import dev.weftwork.spi.RemotePlace;
import dev.weftwork.store.Commit;
import dev.weftwork.store.Store;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** While an engine runs its token may become somebody else's, and another server may take the address of its own. */
final class OtherPlaceTest {
    private static final WorkflowId SECRET = WorkflowId.of("secret of mallory");

    private final ManualScheduler time = new ManualScheduler();
    private final MemoryWorkspace studio = MemoryWorkspace.create("studio", time);
    private final MemoryWorkspace elsewhere = MemoryWorkspace.create("elsewhere", time);

    @AfterEach
    void nothingWasThrown() {
        assertThat(time.failures()).isEmpty();
    }

    private Wire wire(boolean checks) {
        return new Wire(MemoryRemote.of(studio, "ann"), checks);
    }

    private Device synced(Wire wire) {
        Device ann = new Device(time, wire, 1, options -> options);
        ann.createPoster();
        ann.node("a", "before");
        pass(10);
        assertThat(ann.store.oplog().pending()).isEmpty();
        return ann;
    }

    private void pass(long seconds) {
        time.advance(Duration.ofSeconds(seconds));
    }

    private SyncResult sync(Device device) {
        CompletableFuture<SyncResult> result = device.engine.syncNow();
        pass(1);
        return result.join();
    }

    /** Mallory has a workflow of her own, and signs in within the same application. */
    private void signIn(Wire wire) {
        try (Device mallory =
                new Device(time, new Wire(MemoryRemote.of(elsewhere, "mallory")), 9, options -> options)) {
            mallory.store.createWorkflow(SECRET, "Secret", draft -> {});
            pass(10);
        }
        wire.leadTo(MemoryRemote.of(elsewhere, "mallory"));
    }

    @ParameterizedTest(name = "who checks each call: {0}")
    @ValueSource(booleans = {true, false})
    void anotherUsersWorkspaceGetsNothingAndGivesNothing(boolean checks) {
        Wire wire = wire(checks);
        try (Device ann = synced(wire)) {
            signIn(wire);
            long before = elsewhere.head();
            Commit commit = ann.node("a", "private");

            SyncResult result = sync(ann);
            pass(600);

            assertThat(result).isInstanceOfSatisfying(SyncResult.Failed.class, failed -> {
                assertThat(failed.failure().kind()).isEqualTo(Kind.OTHER_PLACE);
                assertThat(failed.failure().code()).isEqualTo(RemotePlace.OTHER_PRINCIPAL);
            });
            assertThat(elsewhere.head()).isEqualTo(before);
            assertThat(ann.store.find(SECRET)).isEmpty();
            assertThat(ann.store.oplog().pending()).hasSize(1);
            assertThat(commit.synced()).isNotDone();
            assertThat(ann.engine.status().phase()).isEqualTo(SyncStatus.Phase.ERROR);
            assertThat(ann.engine.status().error())
                    .hasValueSatisfying(error -> assertThat(error).contains("'ann'", "'mallory'"));
        }
    }

    @ParameterizedTest(name = "who checks each call: {0}")
    @ValueSource(booleans = {true, false})
    void nothingIsSentInTheNameOfAnotherMemberOfTheWorkspace(boolean checks) {
        Wire wire = wire(checks);
        try (Device ann = synced(wire)) {
            long before = studio.head();
            wire.leadTo(MemoryRemote.of(studio, "mallory"));
            ann.node("a", "of ann");

            sync(ann);
            pass(600);

            assertThat(studio.head()).isEqualTo(before);
            assertThat(ann.store.oplog().pending()).hasSize(1);
        }
    }

    @ParameterizedTest(name = "who checks each call: {0}")
    @ValueSource(booleans = {true, false})
    void whatWasHeldBackGoesOnByItselfWhenTheRightOneIsBack(boolean checks) {
        Wire wire = wire(checks);
        try (Device ann = synced(wire)) {
            long before = studio.head();
            signIn(wire);
            Commit commit = ann.node("a", "held back");
            sync(ann);
            ann.node("b", "later");
            pass(600);

            wire.leadTo(MemoryRemote.of(studio, "ann"));
            pass(SyncOptions.DEFAULT.lastRetry().toSeconds() + 10);

            assertThat(studio.head()).isEqualTo(before + 2);
            assertThat(commit.synced()).isDone();
            assertThat(ann.engine.status().error()).isEmpty();
        }
    }

    @ParameterizedTest(name = "who checks each call: {0}")
    @ValueSource(booleans = {true, false})
    void whoeverOnlyWaitsForNewsHearsNothingOfAnother(boolean checks) {
        Wire wire = wire(checks);
        wire.lives = false;
        try (Device ann = synced(wire)) {
            signIn(wire);

            pass(600);

            assertThat(ann.store.find(SECRET)).isEmpty();
        }
    }

    @Test
    void aStoreThatIsOpenedAnewIsRefusedInTheSameWay() {
        Wire wire = wire(true);
        Device ann = synced(wire);
        ann.engine.close();
        try (Store store = ann.store) {
            wire.leadTo(MemoryRemote.of(elsewhere, "mallory"));
            SyncEngine engine = SyncEngine.builder(store)
                    .remote(new Wire(MemoryRemote.of(elsewhere, "mallory"), false))
                    .scheduler(time)
                    .start();
            CompletableFuture<SyncResult> result = engine.syncNow();
            pass(1);

            assertThat(result.join())
                    .isInstanceOfSatisfying(
                            SyncResult.Failed.class,
                            failed -> assertThat(failed.failure().kind()).isEqualTo(Kind.OTHER_PLACE));
            engine.close();
        }
    }

    @Test
    void itIsWarnedOfOnceAndNotWithEveryTry() {
        Wire wire = wire(true);
        try (Device ann = synced(wire)) {
            wire.leadTo(MemoryRemote.of(elsewhere, "mallory"));
            String log = logOf(() -> {
                ann.node("a", "private");
                pass(3600);
                sync(ann);
            });

            assertThat(log.lines().filter(line -> line.contains("OTHER_PLACE"))).hasSize(1);
            assertThat(log).doesNotContain("ERROR dev", "Exception", "private");
            assertThat(ann.engine.metrics().retries()).isGreaterThan(1);
        }
    }

    private static String logOf(Runnable work) {
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            work.run();
        } finally {
            System.setErr(before);
        }
        return log.toString(StandardCharsets.UTF_8);
    }

    /** What versions before this one could come to: the greeting was that of the right server, and nothing else was. */
    @Test
    void whatAStrangerTookOnceIsOfferedToTheRightServerWhenThatIsBack() {
        Wire wire = wire(false);
        try (Device ann = synced(wire)) {
            wire.slipIn(MemoryRemote.of(elsewhere, "ann"));
            ann.node("a", "taken by a stranger");
            pass(30);
            assertThat(elsewhere.head()).as("what the stranger took").isPositive();
            assertThat(ann.store.oplog().pending()).isEmpty();

            wire.leadTo(MemoryRemote.of(studio, "ann"));
            pass(600);
            sync(ann);

            try (Device other = new Device(time, wire(true), 2, options -> options)) {
                pass(10);
                assertThat(other.title("a")).isEqualTo("taken by a stranger");
                assertThat(other.shows()).isEqualTo(ann.shows());
            }
        }
    }
}
