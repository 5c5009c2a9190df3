package dev.weftwork.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.DeviceId;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.graph.Ids;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.PushRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GzipTest {
    private static byte[] moves(int count) {
        SplittableRandom random = new SplittableRandom(11);
        Ids nodes = Ids.seeded(1, () -> 1_780_000_000_000L);
        List<Op> ops = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            Json place = Json.parse(
                    "{\"x\":" + random.nextInt(40_000) / 4.0 + ",\"y\":" + random.nextInt(40_000) / 4.0 + "}");
            EntityWrites writes = EntityWrites.to(EntityKey.of(NodeId.of(nodes.next())))
                    .set("position", place)
                    .build();
            Op.Origin origin = new Op.Origin(new DeviceId("laptop"), i, 117_652_134_070_255_616L + i);
            OpId id = new OpId(String.format("01a1fbfe-1a53-7314-%04x-b1e072824000", 0x8000 + i));
            ops.add(Op.of(id, WorkflowId.of("poster"), origin, List.of(writes)));
        }
        return Requests.push(PushRequest.of(ops)).getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 500, 10_000})
    void anybodyUnpacksWhatWasPacked(int count) throws IOException {
        byte[] plain = count == 0 ? new byte[0] : moves(count);

        byte[] packed = Gzip.pack(plain);

        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            assertThat(in.readAllBytes()).isEqualTo(plain);
        }
    }

    @Test
    void aBatchIsSmallerThanWithTheUsualSettings() throws IOException {
        byte[] plain = moves(500);
        ByteArrayOutputStream usual = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(usual)) {
            out.write(plain);
        }

        assertThat(Gzip.pack(plain).length).isLessThan(usual.size() * 97 / 100);
    }
}
