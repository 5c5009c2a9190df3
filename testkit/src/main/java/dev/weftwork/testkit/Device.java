package dev.weftwork.testkit;

import dev.weftwork.change.DeviceId;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import java.util.List;

/** A replica that writes operations, with a clock that a test can set. */
final class Device {
    static final WorkflowId WORKFLOW = WorkflowId.of("poster");
    static final EntityKey NODE = EntityKey.of(NodeId.of("idea"));

    private final DeviceId id;
    private long count;
    private long clock = 1_000;

    Device(String name) {
        id = new DeviceId(name);
    }

    Device clock(long now) {
        clock = now;
        return this;
    }

    Op title(String title) {
        return write(
                EntityWrites.to(NODE).set(RegisterNames.TITLE, Json.of(title)).build());
    }

    Op life(boolean alive) {
        return write(
                EntityWrites.to(NODE).set(RegisterNames.LIFE, Json.of(alive)).build());
    }

    Op write(EntityWrites... writes) {
        return in(WORKFLOW, writes);
    }

    Op in(WorkflowId workflow, EntityWrites... writes) {
        count++;
        return Op.of(new OpId(id + "-" + count), workflow, new Op.Origin(id, count, clock++), List.of(writes));
    }
}
