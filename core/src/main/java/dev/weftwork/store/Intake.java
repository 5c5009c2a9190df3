package dev.weftwork.store;

import dev.weftwork.change.DeviceId;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.LikelyNames;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.OpReader;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.oplog.FoldedRow;
import dev.weftwork.oplog.LogEntry;
import dev.weftwork.oplog.RowSummary;
import dev.weftwork.spi.ReadTransaction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the whole of a storage's present into a replica: the list, the numbers, the log behind the rows. */
final class Intake {
    private final ReadTransaction moment;
    private final Folded folded;
    private final Clocks clocks;

    Intake(ReadTransaction moment) throws IOException {
        this.moment = moment;
        Seal.check(moment);
        String clock = moment.setting(Keys.CLOCK);
        if (clock == null || moment.setting(Keys.FOLDED) == null) {
            throw Damage.corrupt("The storage has lost its clock or its fold position");
        }
        folded = Folded.read(moment);
        clocks = Damage.guard(() -> Clocks.parse(clock));
    }

    /**
     * How far rows have come.
     *
     * @param to the log position up to which they hold everything
     * @param times how often they were written anew
     */
    record Folded(long to, long times) {
        static Folded read(ReadTransaction moment) throws IOException {
            return new Folded(number(Keys.FOLDED, moment), number(Keys.FOLDS, moment));
        }

        private static long number(String name, ReadTransaction moment) throws IOException {
            String text = moment.setting(name);
            return text == null ? 0 : Damage.number(name, text);
        }
    }

    Folded folded() {
        return folded;
    }

    Clocks clocks() {
        return clocks;
    }

    /** Fills a replica that knows nothing yet. */
    void readInto(Replica replica) throws IOException {
        String authority = moment.setting(Keys.AUTHORITY);
        replica.authority(Damage.guard(() -> Authority.parse(authority)));
        String followed = moment.setting(Keys.FOLLOWED);
        replica.followed = Damage.guard(() -> Followed.parse(followed));
        readList(replica);
        readLog(replica);
        replica.renumberQueue();
    }

    /**
     * Brings a replica up to date that has missed more than the log keeps; the edits in its queue stay on top, but for
     * those that turn out to be on the medium, which are given back.
     *
     * @param names under which names operations go on
     */
    List<PendingCommit> reload(Replica replica, Announcer announcer, Map<OpId, OpId> names) throws IOException {
        Replica fresh = replica.fresh(clocks, folded.to());
        readInto(fresh);
        Map<Slot, Loader.RowSet> rows = new LinkedHashMap<>();
        for (Slot slot : replica.slots.values()) {
            rows.put(slot, Loader.RowSet.read(slot.id, moment));
        }
        Unloaded unloaded = new Unloaded(moment, replica, announcer);
        unloaded.compare(fresh);
        // nothing can fail from here on
        Map<Slot, GraphState> before = new LinkedHashMap<>();
        replica.adopt(fresh);
        rows.forEach((slot, read) -> {
            before.put(slot, slot.overlay.view());
            slot.restart(read.state(), read.pages(), replica.logged(slot));
            read.replayTail(slot, replica);
        });
        List<PendingCommit> landed = replica.takeLanded();
        replica.renamed(names);
        replica.renumberQueue();
        before.forEach((slot, old) -> announce(slot, old, announcer));
        unloaded.tell();
        return landed;
    }

    /** Tells of all in which a graph differs from what it was. */
    static void announce(Slot slot, GraphState before, Announcer announcer) {
        GraphState after = slot.overlay.view();
        List<EntityWrites> differing = new ArrayList<>();
        after.forEach(entity -> {
            EntityKey key = entity.key();
            if (!entity.equals(before.entity(key))) {
                differing.add(EntityWrites.to(key).set(RegisterNames.LIFE, null).build());
            }
        });
        if (!differing.isEmpty()) {
            Op.Origin origin = new Op.Origin(new DeviceId("reload"), 1, 0);
            Op summary = Op.of(new OpId("reload"), slot.id, origin, differing);
            announcer.changed(before, after, List.of(summary), WorkflowChange.Origin.OTHER_PROCESS);
        }
    }

    private void readList(Replica replica) throws IOException {
        RowSummary expected = Damage.summary(moment.setting(Keys.WORKFLOWS));
        Optional<List<ListLine>> lines = WorkflowList.read(moment, folded, expected);
        replica.listHolds = lines.isPresent();
        if (lines.isPresent()) {
            lines.get().forEach(line -> replica.listings.put(line.id(), new Listing(line)));
        } else {
            readRows(expected, replica);
        }
        if (moment.setting(Keys.rows(Collections.HOME)) != null) {
            // early files have no row for what is no workflow
            replica.listings.computeIfAbsent(Collections.HOME, Listing::new);
        }
    }

    private void readRows(RowSummary expected, Replica replica) throws IOException {
        RowSummary[] found = {RowSummary.EMPTY};
        LikelyNames names = new LikelyNames();
        moment.rowsOfKind("workflow", row -> {
            if (!row.id().equals(row.workflowId())) {
                // an entity that somebody called a workflow, inside another
                return;
            }
            WorkflowId id = Damage.guard(() -> WorkflowId.of(row.id()));
            found[0] = found[0].plus(Damage.guard(() -> FoldedRow.claimedSum(row)));
            replica.listings.put(id, new Listing(id, row, names));
        });
        if (!expected.equals(found[0])) {
            throw Damage.corrupt("The list of workflows is not what was written (expected " + expected + ", found "
                    + found[0] + ")");
        }
    }

    private void readLog(Replica replica) throws IOException {
        if (moment.floor() > folded.to()) {
            throw Damage.corrupt(
                    "The log begins after " + moment.floor() + ", but rows go to " + folded.to() + " only");
        }
        OpReader reader = new OpReader();
        moment.log(folded.to(), (position, body) -> {
            if (position != replica.position() + 1) {
                throw Damage.corrupt("Log entry " + (replica.position() + 1) + " is missing");
            }
            replica.absorb(
                    position,
                    Damage.guard(() -> LogEntry.read(position, body, reader)),
                    WorkflowChange.Origin.OTHER_PROCESS);
        });
        if (replica.position() != moment.head()) {
            throw Damage.corrupt("The log ends at " + replica.position() + " instead of " + moment.head());
        }
    }
}
