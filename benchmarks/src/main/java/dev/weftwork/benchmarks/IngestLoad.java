package dev.weftwork.benchmarks;

import dev.weftwork.change.DeviceId;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Hlc;
import dev.weftwork.change.NodeRegisters;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.graph.Ids;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.PushRequest;
import dev.weftwork.wire.Requests;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What one device pushes, as the bodies of its requests: first its workflow, then moves.
 *
 * @param birth the request that makes the workflow's nodes
 * @param batches the requests with the moves
 */
@SuppressWarnings("ArrayRecordComponent") // two are never compared
record IngestLoad(byte[] birth, List<byte[]> batches) {
    private static final Ids IDS = Ids.system();

    static IngestLoad of(int nodes, int batches, int batchSize) throws IOException {
        SplittableRandom random = new SplittableRandom(nodes);
        String workflow = IDS.next();
        DeviceId device = new DeviceId(IDS.next());
        long now = System.currentTimeMillis();
        List<NodeId> ids = new ArrayList<>();
        List<EntityWrites> births = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            Node node = Node.builder(NodeId.of(IDS.next()), "prompt")
                    .title("Step " + i)
                    .at(i, i)
                    .build();
            ids.add(node.id());
            births.add(NodeRegisters.birth(node, "benchmark"));
        }
        long seq = 1;
        byte[] birth = body(List.of(op(workflow, device, seq, now, births)));
        List<byte[]> bodies = new ArrayList<>();
        for (int batch = 0; batch < batches; batch++) {
            List<Op> ops = new ArrayList<>();
            for (int i = 0; i < batchSize; i++) {
                EntityWrites move = EntityWrites.to(EntityKey.of(ids.get((int) (seq % nodes))))
                        .set(RegisterNames.POSITION, point(random))
                        .build();
                ops.add(op(workflow, device, ++seq, now, List.of(move)));
            }
            bodies.add(body(ops));
        }
        return new IngestLoad(birth, bodies);
    }

    private static Op op(String workflow, DeviceId device, long seq, long now, List<EntityWrites> writes) {
        Op.Origin origin = new Op.Origin(device, seq, Hlc.next(0, now) + seq);
        return Op.of(new OpId(IDS.next()), WorkflowId.of(workflow), origin, writes);
    }

    private static Json point(SplittableRandom random) {
        return Json.parse("{\"x\":" + random.nextInt(9_999) + ".25,\"y\":" + random.nextInt(9_999) + "}");
    }

    private static byte[] body(List<Op> ops) throws IOException {
        return Lines.gzip(Requests.push(PushRequest.of(ops)));
    }
}
