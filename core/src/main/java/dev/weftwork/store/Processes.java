package dev.weftwork.store;

import dev.weftwork.change.Presence;
import dev.weftwork.spi.ReadTransaction;
import dev.weftwork.spi.WriteTransaction;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Which processes have the storage open, and how far each has read. A process that has not marked itself for a while
 * counts as gone; if it was only asleep, it reads everything anew.
 */
final class Processes {
    static final Duration HEARTBEAT = Duration.ofSeconds(20);
    private static final Duration GONE = HEARTBEAT.multipliedBy(3);

    private final String self;
    private final LongSupplier wallMillis;
    private volatile Presence presence;

    Processes(String self, LongSupplier wallMillis) {
        this.self = self;
        this.wallMillis = wallMillis;
        presence = self::equals;
    }

    String self() {
        return self;
    }

    /** Tells which processes live; another object once that has changed. */
    Presence presence() {
        return presence;
    }

    void mark(long position, WriteTransaction transaction) throws IOException {
        transaction.setting(Keys.PROCESS + self, position + " " + wallMillis.getAsLong());
    }

    void leave(WriteTransaction transaction) throws IOException {
        transaction.setting(Keys.PROCESS + self, null);
    }

    /** Up to where every living process has read; wipes the marks of those that are gone. */
    long leastRead(long own, WriteTransaction transaction) throws IOException {
        long[] least = {own};
        List<String> gone = new ArrayList<>();
        transaction.settings(Keys.PROCESS, (name, value) -> {
            if (!lives(value)) {
                gone.add(name);
            } else if (!name.equals(Keys.PROCESS + self)) {
                least[0] = Math.min(least[0], position(value));
            }
        });
        for (String name : gone) {
            transaction.setting(name, null);
        }
        return least[0];
    }

    /** Looks who is there. Gives true if that has changed. */
    boolean look(ReadTransaction transaction) throws IOException {
        Set<String> living = new HashSet<>();
        living.add(self);
        transaction.settings(Keys.PROCESS, (name, value) -> {
            if (lives(value)) {
                living.add(name.substring(Keys.PROCESS.length()));
            }
        });
        Living now = new Living(Set.copyOf(living));
        boolean changed = !now.equals(presence);
        if (changed) {
            presence = now;
        }
        return changed;
    }

    /** Looks who is there. Gives true if that is somebody else, too. */
    boolean others(ReadTransaction transaction) throws IOException {
        boolean[] any = {false};
        transaction.settings(
                Keys.PROCESS, (name, value) -> any[0] |= !name.equals(Keys.PROCESS + self) && lives(value));
        return any[0];
    }

    private record Living(Set<String> processes) implements Presence {
        @Override
        public boolean lives(String process) {
            return processes.contains(process);
        }
    }

    private boolean lives(String mark) {
        long seenAt = Damage.guard(() -> Long.parseLong(mark, mark.indexOf(' ') + 1, mark.length(), 10));
        return wallMillis.getAsLong() - seenAt < GONE.toMillis();
    }

    private static long position(String mark) {
        return Damage.guard(() -> Long.parseLong(mark, 0, Math.max(mark.indexOf(' '), 0), 10));
    }
}
