package dev.weftwork.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.DeviceId;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody makes an entity so large that each change of it holds up all others. */
final class ManyRegistersTest {
    private static final int MOST = 65_536;
    private static final EntityKey IDEA = EntityKey.of(NodeId.of("idea"));

    @TempDir
    private Path directory;

    private Site site;
    private Http ada;
    private int ops;

    @BeforeEach
    void start() {
        site = Site.at(directory);
        ada = site.as(Site.ADA);
    }

    @AfterEach
    void close() {
        site.close();
    }

    private String push(EntityWrites... writes) {
        ops++;
        Op.Origin origin = new Op.Origin(new DeviceId("laptop"), ops, 1_000 + ops);
        Op op = Op.of(new OpId("op" + ops), WorkflowId.of("poster"), origin, List.of(writes));
        return ada.post(Site.STUDIO + "/ops", Site.push(op)).body();
    }

    private static EntityWrites fields(int from, int to) {
        EntityWrites.Builder writes = EntityWrites.to(IDEA);
        for (int i = from; i < to; i++) {
            writes.set("f" + i, Json.of(1));
        }
        return writes.build();
    }

    @Test
    void aRegisterTooManyIsRejectedAndSaidWhy() {
        assertThat(push(fields(0, MOST))).contains("\"applied\"");

        String answer = push(fields(MOST, MOST + 1));

        assertThat(answer)
                .contains("\"rejected\"", "\"TOO_MANY_REGISTERS\"", "node idea would have 65537 registers", "65536");
        assertThat(ada.get(Site.STUDIO + "/ops?after=&limit=500").body()).doesNotContain("\"f" + MOST + "\"");
        assertThat(push(EntityWrites.to(EntityKey.of(NodeId.of("other")))
                        .set("f", Json.of(2))
                        .build()))
                .as("the next one is taken in")
                .contains("\"applied\"");
    }

    @Test
    void whatIsThereCanBeChangedAndDeleted() {
        push(fields(0, MOST));

        assertThat(push(fields(0, 10))).contains("\"applied\"");
        assertThat(push(EntityWrites.to(IDEA).set("life", Json.FALSE).build())).contains("\"applied\"");
    }

    @Test
    void aSaveOfADocumentWithTooManyIsRefused() {
        StringBuilder data =
                new StringBuilder("{\"nodes\":[{\"id\":\"idea\",\"position\":{\"x\":0,\"y\":0},\"data\":{\"a\":1");
        for (int i = 0; i < MOST; i++) {
            data.append(",\"f").append(i).append("\":1");
        }
        String document = data.append("}}],\"edges\":[]}").toString();

        HttpResponse<String> refused =
                ada.post("/api/workflows", "{\"id\":\"w\",\"version\":0,\"definition\":" + document + "}");

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(422);
        assertThat(refused.body()).contains("\"too-many-registers\"", "65536");
        assertThat(ada.get("/api/workflows/w").statusCode()).isEqualTo(404);
    }
}
