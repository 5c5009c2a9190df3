package dev.weftwork.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryRemote;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.Cancellable;
import dev.weftwork.schedule.Lane;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.schedule.Scheduler;
import dev.weftwork.store.Store;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Closing an engine takes no longer than its farewell may, whatever hangs: counted in virtual time. */
final class ClosingTimeTest {
    private final ManualScheduler time = new ManualScheduler();
    private final MemoryWorkspace server = MemoryWorkspace.create("studio", time);
    private boolean hanging;

    /** One whose lanes can be told to hang: then nothing on them runs, and whoever waits for them waits in vain. */
    private final class Hanging implements Scheduler {
        @Override
        public long wallMillis() {
            return time.wallMillis();
        }

        @Override
        public long nanoTime() {
            return time.nanoTime();
        }

        @Override
        public Cancellable schedule(Duration delay, Runnable task) {
            return time.schedule(delay, task);
        }

        @Override
        public Executor callbacks() {
            return time.callbacks();
        }

        @Override
        public Lane lane(String name) {
            Lane lane = time.lane(name);
            return new Lane() {
                @Override
                public void execute(Runnable task) {
                    if (!hanging) {
                        lane.execute(task);
                    }
                }

                @Override
                public boolean isCurrent() {
                    return lane.isCurrent();
                }

                @Override
                public boolean awaitIdle(Duration timeout) {
                    if (hanging) {
                        time.advance(timeout);
                    }
                    return !hanging && lane.awaitIdle(timeout);
                }

                @Override
                public void close() {
                    lane.close();
                }
            };
        }

        @Override
        public void close() {
            time.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 20})
    void allThatMayBeWaitedForTogetherHasOneLimit(int seconds) {
        Store store = Store.builder()
                .storage(MemoryStorage.on(new MemoryDisk()))
                .scheduler(time)
                .open();
        Duration farewell = Duration.ofSeconds(seconds);
        SyncEngine engine = SyncEngine.builder(store)
                .remote(MemoryRemote.of(server, "ann"))
                .scheduler(new Hanging())
                .options(options -> options.withPatience(options.patience(), farewell))
                .start();
        time.advance(Duration.ofSeconds(10));
        hanging = true;
        long begun = time.nanoTime();

        engine.close();

        assertThat(Duration.ofNanos(time.nanoTime() - begun)).isLessThanOrEqualTo(farewell);
        store.close();
    }
}
