package dev.weftwork.benchmarks;

import dev.weftwork.change.DeviceId;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.NodeRegisters;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.graph.Ids;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Operations as replicas make them, without a store. */
final class Edits {
    /** 2026-11-01 as a hybrid clock. */
    private static final long START = 1_793_491_200_000L << 16;

    private static final Ids IDS = Ids.system();

    private Edits() {}

    /** A state that holds the nodes of a graph. */
    static GraphState state(SampleGraph graph) {
        List<EntityWrites> writes = new ArrayList<>();
        for (SampleGraph.Step step : graph.steps()) {
            Node node = Node.builder(NodeId.of(step.id()), step.type())
                    .title(step.title())
                    .at(step.x(), step.y())
                    .sized(OurStore.WIDTH, OurStore.HEIGHT)
                    .config(step.config())
                    .build();
            writes.add(NodeRegisters.birth(node, "benchmark"));
        }
        Op birth = op("base", 1, writes);
        return GraphState.empty(OurStore.WORKFLOW).join(birth, birth.provisional());
    }

    /** What a replica does: three moves in four, the rest settings. */
    static List<Op> of(String device, SampleGraph graph, int count) {
        SplittableRandom random = new SplittableRandom(device.hashCode());
        List<Op> ops = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String id = graph.steps().get(random.nextInt(graph.steps().size())).id();
            EntityWrites.Builder writes = EntityWrites.to(EntityKey.of(NodeId.of(id)));
            if (random.nextInt(4) > 0) {
                writes.set(RegisterNames.POSITION, point(random));
            } else {
                writes.set(RegisterNames.CONFIG_PREFIX + "seed", Json.of(random.nextInt(1_000_000)));
            }
            ops.add(op(device, i + 1, List.of(writes.build())));
        }
        return ops;
    }

    private static Json point(SplittableRandom random) {
        return Json.parse("{\"x\":" + random.nextInt(9_999) + ".25,\"y\":" + random.nextInt(9_999) + "}");
    }

    private static Op op(String device, int seq, List<EntityWrites> writes) {
        Op.Origin origin = new Op.Origin(new DeviceId(device), seq, START + ((long) seq << 16));
        return Op.of(new OpId(IDS.next()), OurStore.WORKFLOW, origin, writes);
    }

    static GraphState join(GraphState state, List<Op> ops) {
        GraphState joined = state;
        for (Op op : ops) {
            joined = joined.join(op, op.provisional());
        }
        return joined;
    }
}
