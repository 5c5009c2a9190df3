package dev.weftwork.wire;

import dev.weftwork.change.DeviceId;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import java.util.List;

/** An operation that has everything. */
final class Specimen {
    static final EntityKey NODE = EntityKey.of(NodeId.of("n\"1"));

    private Specimen() {}

    static Op op(long number) {
        EntityWrites plain = EntityWrites.to(NODE)
                .set("life", Json.TRUE)
                .set("config.a", Json.parse("{\"b\":[1.50,\"\\u00e4\"]}"))
                .set("config.nan", Json.parse("NaN"))
                .set("config.raw", Json.parse("{\"$raw\":1}"))
                .set("$odd", Json.parse("{ \"a\":\n1 }"))
                .set("gone", null)
                .build();
        EntityWrites guarded = EntityWrites.to(new EntityKey(EntityKind.of("comment"), "c"))
                .setOver("text", Json.parse("[Infinity]"), new OpId("before"))
                .setOver("gone", null, new OpId("before"))
                .set("other", Json.NULL)
                .build();
        return new Op(
                new OpId("op-" + number),
                WorkflowId.of("w"),
                new Op.Origin(new DeviceId("d"), number, Long.MAX_VALUE - number),
                7,
                3,
                new OpId("undone"),
                new OpId("resolved"),
                List.of(plain, guarded));
    }
}
