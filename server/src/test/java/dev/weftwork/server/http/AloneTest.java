package dev.weftwork.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** However long something takes, one thread has to do with it. */
final class AloneTest {
    private final Deque<Runnable> threads = new ArrayDeque<>();
    private int done;

    @Test
    void whatIsUnderWayIsNotBegunAgain() {
        Alone alone = new Alone(threads::add, () -> done++);

        for (int i = 0; i < 100; i++) {
            alone.run();
        }
        assertThat(threads).hasSize(1);

        threads.remove().run();
        alone.run();
        assertThat(threads).as("once it is done").hasSize(1);
        assertThat(done).isEqualTo(1);
    }

    @Test
    void whatFailedOrWasRefusedIsBegunAgain() {
        Alone failing = new Alone(threads::add, () -> {
            throw new IllegalStateException("The storage is away");
        });
        failing.run();
        assertThatThrownBy(() -> threads.remove().run()).isInstanceOf(IllegalStateException.class);
        failing.run();
        assertThat(threads).hasSize(1);

        boolean[] full = {true};
        Alone refused = new Alone(
                task -> {
                    if (full[0]) {
                        throw new RejectedExecutionException("full");
                    }
                    task.run();
                },
                () -> done++);
        refused.run();
        full[0] = false;
        refused.run();
        assertThat(done).isEqualTo(1);
    }
}
