package dev.weftwork.store;

import dev.weftwork.graph.Ids;
import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.schedule.ManualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A disk, and the processes that have a store open on it, all in one virtual time. */
final class Site {
    final MemoryDisk disk;
    private final List<Host> hosts = new ArrayList<>();
    private final Set<Host> asleep = new HashSet<>();
    private long wall = 1_780_000_000_000L;
    private long started;

    Site() {
        this(new MemoryDisk());
    }

    Site(MemoryDisk disk) {
        this.disk = disk;
    }

    Host start() {
        return start(builder -> builder);
    }

    Host start(UnaryOperator<StoreBuilder> details) {
        FlakyStorage storage = new FlakyStorage(MemoryStorage.on(disk));
        return start(storage, details);
    }

    Host start(FlakyStorage storage, UnaryOperator<StoreBuilder> details) {
        ManualScheduler time = new ManualScheduler(wall);
        StoreBuilder builder =
                Store.builder().storage(storage).scheduler(time).ids(Ids.seeded(++started, time::wallMillis));
        Host host = new Host(time, storage, details.apply(builder).open());
        hosts.add(host);
        return host;
    }

    /** Closes a process's store and opens another on the same disk. */
    Host restart(Host host) {
        stop(host);
        return start();
    }

    void stop(Host host) {
        host.store().close();
        hosts.remove(host);
        asleep.remove(host);
    }

    /** A process gets no turn until it is woken; its clock goes on all the same. */
    void sleep(Host host) {
        asleep.add(host);
    }

    void wake(Host host) {
        asleep.remove(host);
    }

    /** A process is gone from one moment to the next. */
    void crash(Host host) {
        host.storage().cut();
        hosts.remove(host);
        asleep.remove(host);
    }

    /** Every process comes to an end without a word, and another starts. */
    Host crashAll() {
        List.copyOf(hosts).forEach(this::crash);
        return start();
    }

    Host crashAllAfterFlush(Host host) {
        host.store().flush();
        return crashAll();
    }

    void pass(Duration duration) {
        Duration left = duration;
        boolean due = true;
        while (due || !left.isZero()) {
            Duration next = untilNext(left);
            awake().forEach(host -> host.time().advance(next));
            left = left.minus(next);
            due = untilNext(Duration.ofNanos(1)).isZero();
        }
        asleep.forEach(host -> host.time().skew(duration));
        wall += duration.toMillis();
    }

    /** Every clock shows a later time from one moment to the next, as after a computer has slept. */
    void leap(Duration duration) {
        hosts.forEach(host -> host.time().skew(duration));
        wall += duration.toMillis();
    }

    private List<Host> awake() {
        return hosts.stream().filter(host -> !asleep.contains(host)).toList();
    }

    private Duration untilNext(Duration most) {
        return awake().stream()
                .flatMap(host -> host.time().untilNext().stream())
                .filter(next -> next.compareTo(most) < 0)
                .min(Duration::compareTo)
                .orElse(most);
    }
}
