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
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** A graph may hold NaN and the infinities; an answer over plain REST is JSON all the same, and no save loses them. */
final class NoNumberRestTest {
    private static final String PATH = "/api/workflows/w";
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final JsonMapper JACKSON = JsonMapper.builder().build();
    private static final WorkflowId ID = WorkflowId.of("w");

    @TempDir
    private Path directory;

    private Site site;
    private Http ada;
    private long count;

    @BeforeEach
    void start() {
        site = Site.at(directory, Clock.fixed(NOW, ZoneOffset.UTC));
        ada = site.as(Site.ADA);
        write(
                EntityWrites.to(EntityKey.of(ID))
                        .set("life", Json.TRUE)
                        .set("name", Json.of("w"))
                        .set("ext.least", Json.parse("-Infinity")),
                EntityWrites.to(EntityKey.of(NodeId.of("a")))
                        .set("life", Json.TRUE)
                        .set("type", Json.of("t"))
                        .set("config.loss", Json.parse("NaN"))
                        .set("config.text", Json.of("NaN, \"-Infinity\" and a \\"))
                        .set("config.steps", Json.parse("{\"of\":[1,NaN,{\"x\":-Infinity,\"y\":1}],\"rate\":0.5}")));
    }

    @AfterEach
    void close() {
        site.close();
    }

    private void write(EntityWrites.Builder... writes) {
        count++;
        Op.Origin origin = new Op.Origin(new DeviceId("lib"), count, (NOW.toEpochMilli() << 16) + 1_000 * count);
        List<EntityWrites> all =
                List.of(writes).stream().map(EntityWrites.Builder::build).toList();
        HttpResponse<String> pushed =
                ada.post(Site.STUDIO + "/ops", Site.push(Op.of(new OpId("lib-" + count), ID, origin, all)));
        assertThat(pushed.body()).contains("\"applied\"");
    }

    /** The answer, once a reader that knows JSON only has read it. */
    private static String strict(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        JACKSON.readTree(answer.body());
        return answer.body();
    }

    /** What a device would read: the lines of a snapshot. */
    private String registers() {
        StringBuilder lines = new StringBuilder();
        for (Json part : Json.parse(ada.get(Site.STUDIO + "/snapshot").body())
                .get("parts")
                .elements()) {
            String path = Site.STUDIO + "/snapshot/" + part.get("id").asString();
            byte[] packed = ada.later(ada.request(path), BodyHandlers.ofByteArray())
                    .join()
                    .body();
            try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
                lines.append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return lines.toString();
    }

    private String definition() {
        return Json.parse(strict(ada.get(PATH), 200)).get("definition").text();
    }

    private String save(String definition, String how) {
        return strict(ada.post("/api/workflows", "{\"id\":\"w\"," + how + "\"definition\":" + definition + "}"), 200);
    }

    @Test
    void everyAnswerIsJson() {
        assertThat(definition())
                .contains("\"loss\":null", "[1,null,{\"x\":null,\"y\":1}]", "NaN, \\\"-Infinity\\\" and a \\\\");
        strict(ada.get(PATH + "/export"), 200);
        strict(ada.post(PATH + "/versions", "{}"), 201);
        assertThat(strict(ada.get(PATH + "/versions/1"), 200)).contains("\"loss\":null");
        strict(ada.get(PATH + "/versions"), 200);
        strict(ada.get("/api/workflows"), 200);
        strict(ada.get(Site.STUDIO + "/history?workflow=w"), 200);
        strict(ada.get(Site.STUDIO + "/ops"), 200);
        strict(ada.post(PATH + "/versions/1/rollback", "{}"), 201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "version", "nothing"})
    void aSaveThatSendsTheNullBackLeavesWhatIsThere(String how) {
        HttpResponse<String> read = ada.get(PATH);
        String shown = definition();
        String tag = Json.of(read.headers().firstValue("ETag").orElseThrow()).text();
        String start = switch (how) {
            case "base" -> "\"base\":" + tag + ",";
            case "version" ->
                "\"version\":" + Json.parse(read.body()).get("version").text() + ",";
            default -> "";
        };
        String changed = shown.replace("\"rate\":0.5", "\"rate\":0.75").replace("\"y\":1", "\"y\":2");

        save(changed, start);
        save(changed.replace("\"t\"", "\"u\""), "");

        assertThat(registers())
                .contains("{\\\"of\\\":[1,NaN,{\\\"x\\\":-Infinity,\\\"y\\\":2}],\\\"rate\\\":0.75}")
                .contains("\"config.loss\":{\"$raw\":\"NaN\"}", "\"ext.least\":{\"$raw\":\"-Infinity\"}");
        assertThat(definition()).contains("\"type\":\"u\"", "\"loss\":null", "\"rate\":0.75");
    }

    @Test
    void aNumberInItsPlaceIsWritten() {
        save(definition().replace("\"loss\":null", "\"loss\":0.1"), "");

        assertThat(definition()).contains("\"loss\":0.1");
        assertThat(registers()).contains("\"config.loss\":0.1");
    }

    @Test
    void elementsThatWerePutInOrTakenOutMoveNoneOntoAnother() {
        save(definition().replace("[1,null,{", "[null,7,1,null,{"), "");

        assertThat(registers()).contains("[null,7,1,NaN,{\\\"x\\\":-Infinity,\\\"y\\\":1}]");
    }

    @Test
    void whatWasSentBeforeAndBecameNaNSinceStaysNaN() {
        String first = definition().replace("\"loss\":null", "\"loss\":3");
        save(first, "");
        write(EntityWrites.to(EntityKey.of(NodeId.of("a"))).set("config.loss", Json.parse("Infinity")));

        save(definition().replace("\"t\"", "\"u\""), "");

        assertThat(registers()).contains("\"config.loss\":{\"$raw\":\"Infinity\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "-Infinity"})
    void aBodyWithSuchAWordIsNoJson(String word) {
        for (String path : List.of("/api/workflows", "/api/workflows/sync")) {
            String body = "{\"id\":\"x\",\"name\":\"n\",\"userId\":\"ada\",\"definition\":[" + word + "],\"state\":[1,"
                    + word + "]}";
            HttpResponse<String> refused = ada.post(path, body);
            assertThat(strict(refused, 400)).contains("\"malformed\"");
        }
        assertThat(ada.get("/api/workflows/x").statusCode()).isEqualTo(404);
    }

    @Test
    void aPlaceThatIsNoNumberSpoilsNothing() {
        write(EntityWrites.to(EntityKey.of(NodeId.of("a"))).set("position", Json.parse("{\"x\":NaN,\"y\":1}")));
        write(EntityWrites.to(EntityKey.of(ID)).set("viewport", Json.parse("{\"x\":NaN,\"y\":1,\"zoom\":1}")));

        save(definition().replace("\"t\"", "\"u\""), "");

        assertThat(definition()).contains("\"type\":\"u\"");
        assertThat(registers()).contains("{\\\"x\\\":NaN,\\\"y\\\":1}", "{\\\"x\\\":NaN,\\\"y\\\":1,\\\"zoom\\\":1}");
    }
}
