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
 * @param head the last sequence number that it gave as its own authority
 */
record Clocks(DeviceId device, long deviceSeq, long hlc, long head) {
    /** What the next operation is numbered; whatever the wall clock says, there is a next number. */
    Op.Origin next(long wallMillis) {
        return new Op.Origin(device, deviceSeq + 1, Hlc.next(hlc, wallMillis));
    }

    Clocks after(Op.Origin origin) {
        long count = origin.device().equals(device) ? Math.max(deviceSeq, origin.seq()) : deviceSeq;
        return new Clocks(device, count, Math.max(hlc, origin.claimed()), head);
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
                        Math.max(head, admitted.seq()));
    }

    String text() {
        return new JsonWriter()
                .beginObject()
                .key("device")
                .value(device.value())
                .key("deviceSeq")
                .value(deviceSeq)
                .key("hlc")
                .value(Long.toString(hlc))
                .key("head")
                .value(head)
                .endObject()
                .toString();
    }

    static Clocks parse(String text) {
        Json json = Json.parse(text);
        return new Clocks(
                new DeviceId(json.toMap().getOrDefault("device", Json.NULL).asString()),
                json.toMap().getOrDefault("deviceSeq", Json.NULL).asLong(),
                Long.parseLong(json.toMap().getOrDefault("hlc", Json.NULL).asString()),
                json.toMap().getOrDefault("head", Json.NULL).asLong());
    }
}
