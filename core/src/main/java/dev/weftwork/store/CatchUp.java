package dev.weftwork.store;

import dev.weftwork.change.OpId;
import dev.weftwork.oplog.LogEntry;
import dev.weftwork.oplog.LoggedOp;
import dev.weftwork.spi.ReadTransaction;
import dev.weftwork.spi.StorageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes in what others wrote to the medium. Used under the journal's lock. */
final class CatchUp {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

    private final Replica replica;
    private final Announcer announcer;
    private final Resurfacing queue;
    private final Attendance attendance;
    private final Executor callbacks;
    private final String schema;
    private volatile IntConsumer pending = count -> {};
    /** Under which other names operations stand on the medium, until that was read. */
    private Map<OpId, OpId> names = Map.of();

    CatchUp(StoreParts parts) {
        replica = parts.replica();
        announcer = parts.announcer();
        queue = new Resurfacing(replica, announcer);
        attendance = new Attendance(parts);
        callbacks = parts.scheduler().callbacks();
        schema = parts.schema();
    }

    /** Names what is told how many edits came in that wait for a server. */
    void onPending(IntConsumer listener) {
        pending = listener;
    }

    /** Takes in all up to one moment; gives true if there was anything. */
    boolean run(ReadTransaction moment) throws IOException {
        long from = replica.position();
        if (moment.head() <= from) {
            return false;
        }
        // whoever wrote may have come since this process last looked, and what it runs shows as running from the
        // beginning
        attendance.look(moment);
        if (moment.floor() > from) {
            reload(moment);
            return true;
        }
        String authority = moment.setting(Keys.AUTHORITY);
        String followed = moment.setting(Keys.FOLLOWED);
        List<LogEntry> entries = new ArrayList<>();
        moment.log(from, (position, body) -> entries.add(Damage.guard(() -> LogEntry.read(position, body))));
        if (entries.stream().anyMatch(entry -> entry.sync().rebased())) {
            reload(moment);
            return true;
        }
        Unloaded unloaded = new Unloaded(moment, replica, announcer);
        unloaded.load(entries);
        int fresh = 0;
        replica.lock.lock();
        try {
            long at = from;
            for (LogEntry entry : entries) {
                at++;
                fresh += waiting(entry);
                if (!settleOwn(at, entry)) {
                    answer(replica.absorb(at, entry, WorkflowChange.Origin.OTHER_PROCESS));
                }
            }
            replica.authority(Damage.guard(() -> Authority.parse(authority)));
            replica.followed = Damage.guard(() -> Followed.parse(followed));
            renumberQueue();
            unloaded.tell();
        } finally {
            replica.lock.unlock();
        }
        Loader.loadUnsure(moment, replica);
        tell(fresh);
        return true;
    }

    /** Gives the edits in the queue new numbers, behind all that came in. */
    void renumberQueue() {
        queue.renumberQueue();
    }

    /** How many edits of an entry wait for a server, and were not known to. */
    private int waiting(LogEntry entry) {
        return (int) entry.ops().stream()
                .filter(logged -> logged.admitted() == null
                        && !replica.outstanding.contains(logged.op().id()))
                .count();
    }

    /** Tells that edits wait for a server which are no process's queue's; by any thread. */
    void tell(int fresh) {
        if (fresh > 0) {
            pending.accept(fresh);
        }
    }

    /** Gives word to those who wait for it. */
    void answer(List<Absorption.Answer> answers) {
        answers.forEach(answer -> answer.commit().resolve(answer.outcome(), callbacks));
    }

    StorageException otherSchema(@Nullable String found) {
        return new StorageException(
                StorageException.Kind.NEWER_SCHEMA,
                "Another process has brought the storage from schema version " + schema + " to " + found,
                "Close the store and open it again with a library of that version");
    }

    boolean isOtherSchema(@Nullable String found) {
        return !schema.equals(found);
    }

    /** Takes in an entry of this process's own whose append seemed to fail. */
    private boolean settleOwn(long at, LogEntry entry) {
        List<PendingCommit> first =
                replica.queue.stream().limit(entry.ops().size()).toList();
        List<OpId> ids = first.stream().map(commit -> commit.operation().id()).toList();
        boolean own = !ids.isEmpty()
                && ids.equals(entry.ops().stream().map(each -> each.op().id()).toList());
        if (own) {
            replica.settle(at, first, entry);
            for (int i = 0; i < first.size(); i++) {
                first.get(i).settle(entry.ops().get(i), callbacks);
            }
        }
        return own;
    }

    /** Operations were written under other names; whoever remembers them follows with the next reload that succeeds. */
    void renamed(Map<OpId, OpId> others) {
        if (!others.isEmpty()) {
            names = Map.copyOf(others);
        }
    }

    /**
     * Reads everything anew, as when this process slept through more than the log keeps. What goes on under another name
     * is known by it at once, so that no edit comes between.
     */
    void reload(ReadTransaction moment) throws IOException {
        LOG.atInfo()
                .addKeyValue("seen", replica.position())
                .addKeyValue("floor", moment.floor())
                .log("reload");
        Intake intake = new Intake(moment);
        String renamed = moment.setting(Keys.RENAMED);
        int fresh;
        replica.lock.lock();
        try {
            if (names.isEmpty() && !replica.authority().attached()) {
                // another process may have attached the storage meanwhile
                names = Damage.guard(() -> Renames.parse(renamed));
            }
            Set<OpId> before = replica.outstanding.ids();
            for (PendingCommit landed : intake.reload(replica, announcer, names)) {
                if (replica.outstanding.contains(landed.operation().id())) {
                    landed.settle(new LoggedOp(landed.operation(), null), callbacks);
                    replica.outstanding.await(landed);
                } else {
                    landed.settle(decided(landed), callbacks);
                }
            }
            names = Map.of();
            for (PendingCommit commit : replica.outstanding.takeDecided()) {
                commit.resolve(decidedUnseen(commit.operation().id(), moment), callbacks);
            }
            fresh = (int) replica.outstanding.ids().stream()
                    .filter(id -> !before.contains(id))
                    .count();
        } finally {
            replica.lock.unlock();
        }
        Loader.loadUnsure(moment, replica);
        tell(fresh);
    }

    /** What became of an operation whose verdict was in what this process did not read. */
    private SyncOutcome decidedUnseen(OpId id, ReadTransaction moment) throws IOException {
        if (!replica.authority().attached()) {
            return new SyncOutcome.LocalOnly();
        }
        String name = DeadText.name(id);
        String text = moment.setting(name);
        if (text == null) {
            return new SyncOutcome.Admitted(0);
        }
        Oplog.DeadOp dead = Damage.guard(() -> DeadText.read(name, text)).op();
        return new SyncOutcome.Rejected(dead.code(), dead.reason());
    }

    private static LoggedOp decided(PendingCommit landed) {
        long claimed = landed.operation().origin().claimed();
        return new LoggedOp(landed.operation(), new LoggedOp.Admitted(0, claimed));
    }
}
