package dev.weftwork.store;

import dev.weftwork.change.DeviceId;
import dev.weftwork.change.Hlc;
import dev.weftwork.change.Op;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.JsonWriter;
import dev.weftwork.oplog.LoggedOp;

/**
 * A replica's numbers at one moment. They go up only, and all processes on one storage share them.
 *
 * @param device the replica
 * @param deviceSeq how many operations it has made
 * @param hlc its hybrid clock
 * @param head the last sequence number that it gave as its own authority, or has pulled of another
 * @param standing how far it has come with its server
 */
record Clocks(DeviceId device, long deviceSeq, long hlc, long head, Standing standing) {
    Clocks(DeviceId device, long deviceSeq, long hlc, long head) {
        this(device, deviceSeq, hlc, head, Standing.START);
    }

    /** What the next operation is numbered; whatever the wall clock says, there is a next number. */
    Op.Origin next(long wallMillis) {
        return new Op.Origin(device, deviceSeq + 1, Hlc.next(hlc, wallMillis + standing.offset()));
    }

    Clocks after(Op.Origin origin) {
        long count = origin.device().equals(device) ? Math.max(deviceSeq, origin.seq()) : deviceSeq;
        return new Clocks(device, count, Math.max(hlc, origin.claimed()), head, standing);
    }

    Clocks after(LoggedOp logged) {
        Clocks counted = after(logged.op().origin());
        LoggedOp.Admitted admitted = logged.admitted();
        return admitted == null
                ? counted
                : new Clocks(
                        device,
                        counted.deviceSeq,
                        Math.max(counted.hlc, admitted.eff()),
                        Math.max(head, admitted.seq()),
                        standing);
    }

    /** What a server gave one of this replica's operations. */
    Clocks admitted(long seq, long eff) {
        return new Clocks(device, deviceSeq, Math.max(hlc, eff), head, standing.admitted(seq));
    }

    /** A stamp or a server's clock was seen; what comes next is later. */
    Clocks observed(long clock) {
        return new Clocks(device, deviceSeq, Math.max(hlc, clock), head, standing);
    }

    Clocks pulledTo(String cursor, long seq) {
        long to = Math.max(head, seq);
        return new Clocks(device, deviceSeq, hlc, to, standing.pulledTo(cursor, to));
    }

    Clocks corrected(long offset) {
        return new Clocks(device, deviceSeq, hlc, head, standing.corrected(offset));
    }

    Clocks heardAt(long millis) {
        return new Clocks(device, deviceSeq, hlc, head, standing.heardAt(millis));
    }

    /** The same place on the way, as another replica that has made a number of operations. */
    Clocks as(DeviceId other, long count, long clock) {
        return new Clocks(other, count, clock, head, standing);
    }

    /** Whether an operation of this number is part of the state that a server admitted. */
    boolean holds(long seq) {
        return seq <= head || standing.ahead().contains(seq);
    }

    /** No operation that is part of the state has a greater number. */
    long greatest() {
        return Math.max(Math.max(head, standing.own()), standing.ahead().greatest());
    }

    String text() {
        JsonWriter out = new JsonWriter()
                .beginObject()
                .key("device")
                .value(device.value())
                .key("deviceSeq")
                .value(deviceSeq)
                .key("hlc")
                .value(Long.toString(hlc))
                .key("head")
                .value(head);
        if (!standing.equals(Standing.START)) {
            standing.write(out);
        }
        return out.endObject().toString();
    }

    static Clocks parse(String text) {
        Json json = Json.parse(text);
        return new Clocks(
                new DeviceId(json.toMap().getOrDefault("device", Json.NULL).asString()),
                json.toMap().getOrDefault("deviceSeq", Json.NULL).asLong(),
                Long.parseLong(json.toMap().getOrDefault("hlc", Json.NULL).asString()),
                json.toMap().getOrDefault("head", Json.NULL).asLong(),
                Standing.read(json));
    }
}
