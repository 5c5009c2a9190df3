package dev.weftwork.testkit.simulator;

import dev.weftwork.change.DeviceId;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.graph.Ids;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryRemote;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.Scheduler;
import dev.weftwork.spi.PushRequest;
import dev.weftwork.spi.RemoteAdapter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** 25: another tenant beside the one whose devices are looked at, with the same ids. Nothing crosses, either way. */
final class Neighbour {
    private static final String MARK = "next door";

    private final MemoryWorkspace workspace;
    private final Set<DeviceId> devices;
    private final String bytes;

    Neighbour(Scheduler time) {
        workspace = MemoryWorkspace.create(MARK, time);
        Ids ids = Ids.seeded(25, time::wallMillis);
        DeviceId device = new DeviceId(ids.next());
        devices = Set.of(device);
        List<Op> ops = new ArrayList<>();
        for (String name : List.of("w0", "w1", "w2")) {
            WorkflowId id = WorkflowId.of(name);
            EntityWrites self = EntityWrites.to(EntityKey.of(id))
                    .set(RegisterNames.LIFE, Json.TRUE)
                    .set("name", Json.of(MARK))
                    .build();
            EntityWrites node = EntityWrites.to(EntityKey.of(NodeId.of("n0")))
                    .set(RegisterNames.LIFE, Json.TRUE)
                    .set("title", Json.of(MARK))
                    .build();
            Op.Origin origin = new Op.Origin(device, ops.size() + 1, (time.wallMillis() << 16) + ops.size());
            ops.add(Op.of(new OpId(ids.next()), id, origin, List.of(self, node)));
        }
        remote().push(PushRequest.of(ops)).join();
        bytes = bytes();
        Broken.unless(workspace.head() == ops.size(), "25", "the other tenant cannot write");
    }

    /** A way to it, of which nobody else should know. */
    RemoteAdapter remote() {
        return MemoryRemote.of(workspace, "eve");
    }

    private String bytes() {
        StringBuilder text = new StringBuilder();
        workspace.history().forEach(each -> text.append(each).append('\n'));
        workspace.workflows().forEach(id -> text.append(Texts.all(workspace.state(id))));
        return text.toString();
    }

    void check(MemoryWorkspace server) {
        Broken.unless(bytes().equals(bytes), "25", "another tenant has\n" + bytes() + "in place of\n" + bytes);
        boolean crossed = server.history().stream()
                .anyMatch(each -> devices.contains(each.op().origin().device()));
        boolean shown = server.workflows().stream()
                .anyMatch(id -> Texts.all(server.state(id)).contains(MARK));
        Broken.unless(!crossed && !shown, "25", "what another tenant wrote is here");
    }
}
