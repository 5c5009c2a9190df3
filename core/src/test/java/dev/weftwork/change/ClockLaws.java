package dev.weftwork.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.util.function.Supplier;

/** What a device's clock has to keep, however it is stored. */
final class ClockLaws {
    /** The clock of one file, as its processes use it. */
    interface Shared {
        void restart(int process);

        long tick(int process, long wallMillis);
    }

    private ClockLaws() {}

    /** The real rule: one value in the file, moved in the transaction of the write. */
    static Shared persisted() {
        return new Shared() {
            private long last;

            @Override
            public void restart(int process) {
                // the value is in the file
            }

            @Override
            public long tick(int process, long wallMillis) {
                last = Hlc.next(last, wallMillis);
                return last;
            }
        };
    }

    static void risesStrictly(Supplier<Shared> clock, Moments moments) {
        Shared shared = clock.get();
        long last = 0;
        for (Moments.Moment moment : moments.all()) {
            if (moment.restarted()) {
                shared.restart(moment.process());
            }
            long next = shared.tick(moment.process(), moment.wallMillis());
            assertThat(next).isGreaterThan(last);
            last = next;
        }
    }

    static void neverFails(Supplier<Shared> clock, Moments moments) {
        Shared shared = clock.get();
        for (Moments.Moment moment : moments.all()) {
            assertThatNoException().isThrownBy(() -> shared.tick(moment.process(), moment.wallMillis()));
        }
    }
}
