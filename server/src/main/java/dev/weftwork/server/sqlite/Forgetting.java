package dev.weftwork.server.sqlite;

import dev.weftwork.change.DeviceId;
import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.Grave;
import dev.weftwork.change.Ledger.Neighbour;
import dev.weftwork.change.NumberRange;
import dev.weftwork.change.OpDigest;
import dev.weftwork.change.OpId;
import dev.weftwork.change.Place;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.server.storage.WorkspaceReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Moves a workspace's floor up and removes what lies below it. */
final class Forgetting {
    private static final WorkspaceReader.Wanted ALL = (kind, bytes) -> true;

    private static final String OLD = "SELECT op.seq, op.hash, op.device, op.number, answer.claimed, answer.eff,"
            + " answer.op_id, answer.digest"
            + " FROM op JOIN answer ON answer.workspace_id = op.workspace_id AND answer.device = op.device"
            + " AND answer.number = op.number AND answer.seq = op.seq AND answer.seq > 0"
            + " WHERE op.workspace_id = ? AND op.at <= ? AND op.seq > ? AND op.seq <= ? ORDER BY op.seq";

    private final Book book;
    private final long moment;
    private final int most;
    private boolean more;
    private long bytesGone;

    private record Old(long seq, String hash, DeviceId device, NumberRange number, long trace) {}

    Forgetting(Book book, long moment, int most) {
        this.book = book;
        this.moment = moment;
        this.most = most;
    }

    boolean more() {
        return more;
    }

    /** How much the bodies of forgotten operations held. */
    long bytesGone() {
        return bytesGone;
    }

    Place moveFloor(Place floor) {
        List<Old> gone = book.sql.all(
                row -> new Old(
                        row.getLong(1),
                        row.getString(2),
                        new DeviceId(row.getString(3)),
                        NumberRange.of(row.getLong(4), new Neighbour(row.getLong(5), row.getLong(6))),
                        OpDigest.trace(new OpId(row.getString(7)), row.getString(8))),
                OLD,
                book.workspace,
                moment,
                floor.seq(),
                floor.seq() + most);
        more = gone.size() == most;
        Map<DeviceId, List<NumberRange>> numbers = new LinkedHashMap<>();
        Map<DeviceId, Map<Long, Long>> traces = new LinkedHashMap<>();
        Place moved = floor;
        for (Old old : gone) {
            if (old.seq != moved.seq() + 1) {
                // a clock that ran back left a younger operation in between; what follows it waits too
                break;
            }
            numbers.computeIfAbsent(old.device, device -> new ArrayList<>()).add(old.number);
            traces.computeIfAbsent(old.device, device -> new HashMap<>()).put(old.number.first(), old.trace);
            moved = new Place(floor.epoch(), old.seq, old.hash);
        }
        numbers.forEach(book.numbers::forget);
        traces.forEach(book.traces::keep);
        delete(moved.seq());
        return moved;
    }

    private void delete(long upTo) {
        Long gone = book.sql.one(
                row -> row.getLong(1),
                "SELECT sum(octet_length(body)) FROM op WHERE workspace_id = ? AND seq <= ?",
                book.workspace,
                upTo);
        bytesGone = gone == null ? 0 : gone;
        book.sql.update("DELETE FROM op WHERE workspace_id = ? AND seq <= ?", book.workspace, upTo);
        book.besideBytes.delete(
                "DELETE FROM answer WHERE workspace_id = ? AND at <= ? AND seq <= ?",
                BesideBytes.OF_ANSWER,
                book.workspace,
                moment,
                upTo);
        book.besideBytes.delete(
                "DELETE FROM loss WHERE workspace_id = ? AND seq <= ?", BesideBytes.OF_LOSS, book.workspace, upTo);
    }

    /**
     * Removes for good what is dead and was last written below the floor.
     *
     * @param seen the floor: who has seen it has seen every write to what goes
     */
    void purge(long seen) {
        Map<WorkflowId, List<Dead>> dead = new LinkedHashMap<>();
        book.entities.each(ALL, (workflow, entity) -> {
            boolean gone = !entity.alive() && entity.registers().indexOf(RegisterNames.LIFE) >= 0;
            if (gone && !entity.key().kind().staysWhenDead() && longPast(entity)) {
                dead.computeIfAbsent(workflow, id -> new ArrayList<>())
                        .add(new Dead(entity.key(), Grave.of(entity, seen)));
            }
        });
        dead.forEach((workflow, entities) -> {
            if (entities.stream().anyMatch(each -> each.key().equals(EntityKey.of(workflow))) && untouched(workflow)) {
                removeWhole(workflow);
            } else {
                entities.forEach(entity -> remove(workflow, entity));
            }
        });
    }

    /** What goes, without its values: there may be many, and large ones. */
    private record Dead(EntityKey key, Grave grave) {}

    private void remove(WorkflowId workflow, Dead entity) {
        book.entities.remove(new Entities.At(workflow, entity.key));
        book.graves.dig(workflow, entity.key, entity.grave);
    }

    private boolean untouched(WorkflowId workflow) {
        boolean[] all = {true};
        book.entities.each(workflow, ALL, (id, entity) -> all[0] &= longPast(entity));
        return all[0];
    }

    private void removeWhole(WorkflowId workflow) {
        book.entities.each(workflow, ALL, (id, entity) -> book.entities.remove(new Entities.At(id, entity.key())));
        book.entities.flush();
        book.sql.update("DELETE FROM workflow WHERE workspace_id = ? AND id = ?", book.workspace, workflow.value());
        book.graves.seal(workflow);
    }

    private boolean longPast(Entity entity) {
        for (int i = 0; i < entity.registers().size(); i++) {
            if (book.seqOf(entity.registers().stamp(i).op()) > 0) {
                return false;
            }
        }
        return true;
    }
}
