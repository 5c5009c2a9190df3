package dev.weftwork.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.graph.AssetFacts;
import dev.weftwork.graph.AssetHash;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryRemote;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.metrics.AlertRules;
import dev.weftwork.metrics.Alerts;
import dev.weftwork.refusal.NullSweep;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.schedule.Scheduler;
import dev.weftwork.spi.PushAnswer;
import dev.weftwork.spi.RemoteAdapter;
import dev.weftwork.spi.RemoteTime;
import dev.weftwork.store.ConflictPolicy;
import dev.weftwork.store.Store;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an engine cannot be told is refused by a sentence that names it, and the engine goes on as before. */
final class OddArgumentsTest {
    private final ManualScheduler time = new ManualScheduler();
    private final MemoryWorkspace workspace = MemoryWorkspace.create("studio", time);
    private final Device device = new Device(time, MemoryRemote.of(workspace, "me"), 1, options -> options);

    @AfterEach
    void close() {
        device.close();
    }

    private static final AssetHash HASH = new AssetHash("0".repeat(64));

    private static final NullSweep SWEEP = new NullSweep()
            .sample(RemoteAdapter.class, MemoryRemote.of(MemoryWorkspace.create("studio", new ManualScheduler()), "me"))
            .sample(UnaryOperator.class, UnaryOperator.identity())
            .sample(ConflictPolicy.class, ConflictPolicy.LAST_WRITE_WINS)
            .sample(Scheduler.class, new ManualScheduler())
            .sample(Alerts.class, Alerts.of(AlertRules.NONE, alert -> {}))
            .sample(DoubleSupplier.class, () -> 0)
            .sample(SyncListener.class, new SyncListener() {})
            .sample(Duration.class, Duration.ofSeconds(1))
            .sample(Set.class, Set.of())
            .sample(List.class, List.of())
            .sample(PushAnswer.class, new PushAnswer(List.of()))
            .sample(AssetFetching.class, AssetFetching.LAZY)
            .sample(WorkflowId.class, Device.POSTER)
            .sample(AssetHash.class, HASH)
            .sample(AssetRef.class, new AssetRef.Idb("image/fox", AssetFacts.of(null, 1, HASH)))
            .sample(AssetTransfer.Way.class, AssetTransfer.Way.UP)
            .sample(AssetFailure.Reason.class, AssetFailure.Reason.QUOTA)
            .sample(RemoteTime.class, new RemoteTime(0, 0))
            .sample(
                    Store.class,
                    Store.builder()
                            .storage(MemoryStorage.create())
                            .scheduler(new ManualScheduler())
                            .open());

    private record Case(String name, NullSweep.Call call, Act act) {
        @Override
        public String toString() {
            return name + "." + call;
        }
    }

    private interface Act {
        void run(Device device, NullSweep.Call call) throws Exception;
    }

    private static Stream<Case> cases(Class<?> front, Act act) {
        return SWEEP.of(front).stream().map(call -> new Case(front.getSimpleName(), call, act));
    }

    static Stream<Case> missing() {
        return Stream.of(
                        cases(SyncEngine.class, (device, call) -> call.on(device.engine)),
                        cases(SyncEngineBuilder.class, (device, call) -> call.on(SyncEngine.builder(device.store))),
                        cases(AssetTransfers.class, (device, call) -> call.on(device.engine.assets())),
                        cases(AssetTransfer.class, (device, call) -> call.on(device)),
                        cases(AssetFailure.class, (device, call) -> call.on(device)),
                        cases(SyncOptions.class, (device, call) -> call.on(SyncOptions.DEFAULT)))
                .flatMap(cases -> cases);
    }

    @ParameterizedTest
    @MethodSource("missing")
    void aMissingOneIsNamedWithWhatIsNeeded(Case refused) {
        assertThatThrownBy(() -> refused.act.run(device, refused.call))
                .isInstanceOf(NullPointerException.class)
                .message()
                .matches("[A-Z].* (is needed).*");

        goesOn();
    }

    private record Odd(String words, UnaryOperator<SyncOptions> change) {
        @Override
        public String toString() {
            return words;
        }
    }

    static Stream<Odd> odd() {
        Duration less = Duration.ofMillis(-1);
        Duration ages = Duration.ofSeconds(Long.MAX_VALUE);
        Duration second = Duration.ofSeconds(1);
        return Stream.of(
                new Odd("debounce of PT-0.001S", options -> options.withDebounce(less)),
                new Odd("debounce of " + ages, options -> options.withDebounce(ages)),
                new Odd("interval of PT-0.001S", options -> options.withInterval(less)),
                new Odd("firstRetry of PT0S", options -> options.withRetry(Duration.ZERO, second)),
                new Odd("lastRetry of PT0.5S", options -> options.withRetry(second, second.dividedBy(2))),
                new Odd("patience of PT0S", options -> options.withPatience(Duration.ZERO, second)),
                new Odd("farewell of PT-0.001S", options -> options.withPatience(second, less)),
                new Odd("queueLimit of -1", options -> options.withQueueLimit(-1)),
                new Odd("batchOps of 0", options -> options.withBatch(0, 1)),
                new Odd("batchBytes of 0", options -> options.withBatch(1, 0)));
    }

    @ParameterizedTest
    @MethodSource("odd")
    void anOddOptionIsNamedWithWhatWouldDo(Odd odd) {
        assertThatThrownBy(() -> device.engine.configure(odd.change))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(odd.words)
                .hasMessageMatching(".*; .*");

        goesOn();
    }

    @Test
    void aChangeOfOptionsThatGivesNothingIsNamed() {
        assertThatThrownBy(() -> device.engine.configure(options -> nothing()))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("options are needed");

        goesOn();
    }

    @Test
    void aFarewellCannotTakeLessThanNoTime() {
        assertThatThrownBy(() -> device.engine.farewell(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT-1S");

        goesOn();
    }

    private void goesOn() {
        assertThat(device.engine.options()).isEqualTo(SyncOptions.DEFAULT);
        device.createPoster();
        time.advance(Duration.ofMinutes(1));
        assertThat(device.store.oplog().pending()).isEmpty();
        assertThat(workspace.head()).isEqualTo(1);
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what a caller without null checks may pass
    private static <T> T nothing() {
        return null;
    }
}
