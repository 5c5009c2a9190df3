package dev.weftwork.store;

import dev.weftwork.graph.Json;
import dev.weftwork.graph.Result;
import dev.weftwork.schedule.Cancellable;
import dev.weftwork.schedule.Scheduler;
import dev.weftwork.spi.StorageException;
import dev.weftwork.spi.WriteTransaction;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done now and then: look what other processes wrote, mark this one as alive, drop what nobody uses. */
final class Upkeep {
    private static final Logger LOG = LoggerFactory.getLogger(Store.class);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration UNUSED = Duration.ofMinutes(5);
    private static final Duration LONGEST_LEASE = Duration.ofDays(365);

    private final Journal journal;
    private final Replica replica;
    private final Processes processes;
    private final Attendance attendance;
    private final Scheduler scheduler;
    private final Hints hints;
    private final FrameReader frames;
    private final AtomicBoolean hinted = new AtomicBoolean();
    private final List<Cancellable> timers = new ArrayList<>();
    private boolean over;

    Upkeep(Engine engine, StoreParts parts, FrameReader frames) {
        this.frames = frames;
        journal = engine.journal();
        replica = engine.replica();
        processes = parts.processes();
        attendance = new Attendance(parts);
        scheduler = parts.scheduler();
        hints = parts.hints();
    }

    synchronized void start() {
        if (over) {
            // a move to another storage that was under way when the store closed
            return;
        }
        if (journal.shared()) {
            timers.add(scheduler.every(LOOK, this::lookUnlessBusy));
            timers.add(scheduler.every(
                    Processes.HEARTBEAT, () -> journal.background().run(this::beat)));
            hints.start(journal.storage(), this::hint);
            if (frames.start(journal.storage())) {
                timers.add(scheduler.every(LOOK, frames::look));
            }
        }
        timers.add(scheduler.every(UNUSED, this::evict));
    }

    /** Stops for good. */
    synchronized void end() {
        over = true;
        stop();
        frames.end();
    }

    private void stop() {
        timers.forEach(Cancellable::cancel);
        timers.clear();
        hints.stop();
        frames.stop();
    }

    /** Looks soon; once for any number of hints before that. */
    private void hint() {
        if (hinted.compareAndSet(false, true) && !journal.background().run(this::lookAfterHint)) {
            hinted.set(false);
        }
    }

    private void lookAfterHint() {
        hinted.set(false);
        look();
    }

    /** Looks after another storage from now on. */
    synchronized void restart() {
        stop();
        start();
    }

    private void lookUnlessBusy() {
        // whoever writes now notices by itself what others wrote
        if (!journal.lock.isLocked()) {
            journal.background().run(this::look);
        }
    }

    private void look() {
        if (journal.isBroken()) {
            return;
        }
        try {
            if (journal.storage().head() != replica.position()) {
                journal.catchUp();
            }
        } catch (StorageException e) {
            journal.noticeIfGone(e);
            warn(e);
        } catch (IOException e) {
            warn(e);
        }
    }

    private static void warn(Exception e) {
        LOG.atWarn().setCause(e).log("Other processes' edits cannot be read now: {}", e.getMessage());
    }

    private void beat() {
        if (journal.isBroken()) {
            return;
        }
        try {
            if (journal.writable()) {
                attendance.look(() -> journal.storage().writeLightly(this::beat));
            } else {
                attendance.look(() -> journal.storage().read(processes::look));
            }
        } catch (IOException | StorageException e) {
            LOG.atWarn().setCause(e).log("This process cannot be marked as alive now: {}", e.getMessage());
        }
    }

    private boolean beat(WriteTransaction transaction) throws IOException {
        processes.mark(replica.position(), transaction);
        return processes.look(transaction);
    }

    private void evict() {
        replica.lock.lock();
        try {
            long before = scheduler.nanoTime() - UNUSED.toNanos();
            replica.slots.values().removeIf(slot -> slot.idleSince(before) && !isTold(slot) && replica.listed(slot));
        } finally {
            replica.lock.unlock();
        }
    }

    /** Whether somebody has to hear of it when the process of a run is gone; that is told of graphs in memory. */
    private boolean isTold(Slot slot) {
        return replica.isHeard()
                && slot.overlay.view().view(processes.presence()).nodes().stream()
                        .anyMatch(node -> node.status().equals(Result.RUNNING));
    }

    boolean tryLease(String name, Duration duration) {
        Objects.requireNonNull(name, "A lease needs a name; it says what only one process does");
        Objects.requireNonNull(duration, "A lease needs a duration; use some seconds, or zero to give it back");
        boolean sensible = !duration.isNegative() && duration.compareTo(LONGEST_LEASE) <= 0;
        if (!sensible) {
            throw new IllegalArgumentException("A lease of " + duration
                    + " makes no sense; give it some seconds, and take it again while you need it");
        }
        return journal.exclusively(
                "The lease cannot be taken now",
                "Try again",
                () -> journal.storage().write(transaction -> tryLease(name, duration, transaction)));
    }

    private boolean tryLease(String name, Duration duration, WriteTransaction transaction) throws IOException {
        String held = transaction.setting(Keys.LEASE + name);
        long now = scheduler.wallMillis();
        if (held != null) {
            Json lease = Json.parse(held);
            String holder = lease.toMap().getOrDefault("holder", Json.of("")).asString();
            long until = lease.toMap().getOrDefault("until", Json.of(0)).asLong();
            String process = lease.toMap().getOrDefault("process", Json.of("")).asString();
            long term = lease.toMap()
                    .getOrDefault("term", Json.of(LONGEST_LEASE.toMillis()))
                    .asLong();
            // who holds it so much longer than was taken had another clock: this one went back, or the file was copied
            boolean anothers = !holder.equals(processes.self()) && until > now && until - now <= 2 * term;
            if (anothers && (process.isEmpty() || !scheduler.hasEnded(process))) {
                return false;
            }
        }
        Json mine = Json.object()
                .put("holder", processes.self())
                .put("until", now + duration.toMillis())
                .put("term", duration.toMillis())
                .put("process", scheduler.process().orElse(""))
                .build();
        transaction.setting(Keys.LEASE + name, mine.text());
        return true;
    }
}
