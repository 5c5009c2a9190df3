package dev.weftwork.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.Op;
import dev.weftwork.format.FlowImport;
import dev.weftwork.format.FlowJson;
import dev.weftwork.graph.Json;
import dev.weftwork.secret.SecretFields;
import dev.weftwork.testkit.Canary;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that was told which fields are secret takes nothing in them that it could read, and keeps none of it. */
final class SecretPlaintextTest {
    private static final String CANARY = "sk-grauer-reiher-9001";
    private static final Json SEALED = Json.parse("{\"$enc\":{\"v\":1,\"kid\":\"k\",\"iv\":\"ZGVmZ2hpamtsbW5v\","
            + "\"ct\":\"ami1S03eZ68ccbMthqE5hv71ZOICJRPhCw==\"}}");

    @TempDir
    private Path directory;

    private Site site;
    private Http ada;

    @BeforeEach
    void start() {
        site = Site.start(Site.builder(directory).secretFields(SecretFields.of("config.apiKey", "config.token@http")));
        ada = site.as(Site.ADA);
    }

    @AfterEach
    void close() {
        site.close();
    }

    private String push(Op... ops) {
        return ada.post(Site.STUDIO + "/ops", Site.push(ops)).body();
    }

    private String pull() {
        return ada.get(Site.STUDIO + "/ops").body();
    }

    @Test
    void plaintextInASecretFieldIsRejectedAndNotKept() throws IOException {
        Op plain = Site.op("laptop", 1, "config.apiKey", Json.of(CANARY));

        String answer = push(plain);

        assertThat(answer).contains("\"rejected\"", "SECRET_PLAINTEXT", "'config.apiKey' of node idea");
        assertThat(answer).doesNotContain(CANARY);
        assertThat(push(plain)).as("the same once more").contains("SECRET_PLAINTEXT");
        assertThat(pull()).doesNotContain(CANARY);
        assertThat(Canary.of(CANARY).in(directory)).isEmpty();
    }

    @Test
    void anEnvelopeAndEveryOtherFieldAreTaken() {
        assertThat(push(Site.op("laptop", 1, "config.apiKey", SEALED))).contains("\"applied\"");
        assertThat(push(Site.op("laptop", 2, "config.text", Json.of(CANARY)))).contains("\"applied\"");
        assertThat(push(Site.op("laptop", 3, "config.apiKey", null)))
                .as("nothing is no plaintext")
                .contains("\"applied\"");
        assertThat(pull()).contains("$enc", CANARY);
    }

    @Test
    void whatIsSecretInOneTypeDependsOnTheNodesType() {
        assertThat(push(Site.op("laptop", 1, "config.token", Json.of("t-1")))).contains("\"applied\"");

        assertThat(push(Site.op("laptop", 2, "type", Json.of("http"))))
                .as("the type that would make plaintext secret")
                .contains("SECRET_PLAINTEXT");
        assertThat(push(Site.op("laptop", 3, "config.token", SEALED))).contains("\"applied\"");
        assertThat(push(Site.op("laptop", 4, "type", Json.of("http")))).contains("\"applied\"");
        assertThat(push(Site.op("laptop", 5, "config.token", Json.of("t-2")))).contains("SECRET_PLAINTEXT");
    }

    @Test
    void aDocumentThatIsPushedWholeIsLookedThroughAsOneThatIsSaved() throws IOException {
        String plain = "{\"steps\":[{\"apiKey\":\"" + CANARY + "\"}]}";
        String sealed = "{\"steps\":[{\"apiKey\":" + SEALED.text() + "}]}";

        String answer = push(whole(1, plain));

        assertThat(answer).contains("\"rejected\"", "SECRET_PLAINTEXT", "'config.apiKey' at $.steps[0].apiKey");
        assertThat(answer).doesNotContain(CANARY);
        assertThat(Canary.of(CANARY).in(directory)).isEmpty();
        assertThat(push(whole(2, sealed))).contains("\"applied\"");
    }

    /** As a device sends a document that fits no family of editors. */
    private static Op whole(long number, String document) {
        FlowImport.Opaque kept = (FlowImport.Opaque) FlowJson.read(document);
        Map<String, Json> ext = kept.content().ext();
        String key = ext.keySet().iterator().next();
        return Site.op("laptop", number, "ext." + key, ext.get(key));
    }

    private HttpResponse<String> save(String definition) {
        return ada.post("/api/workflows", "{\"id\":\"w\",\"name\":\"n\",\"definition\":" + definition + "}");
    }

    @Test
    void aDocumentWithPlaintextInASecretFieldIsRefusedWhereverItStands() throws IOException {
        Map<String, String> documents = Map.of(
                "{\"nodes\":[{\"id\":\"a\",\"data\":{\"apiKey\":\"%s\"}}]}",
                        "'config.apiKey' at $.nodes[0].data.apiKey",
                "{\"apiKey\":\"%s\"}", "'config.apiKey' at $.apiKey",
                "[[{\"steps\":{\"apiKey\":[\"%s\"]}}]]", "'config.apiKey' at $[0][0].steps.apiKey",
                "{\"nodes\":[{\"apiKey\":\"%s\"}],\"nodes\":[]}", "'config.apiKey' at $.nodes[0].apiKey",
                "{\"nodes\":[{\"id\":\"a\",\"data\":{\"apiKey\":\"%s\",\"apiKey\":null}}]}", "'config.apiKey' at",
                "{\"nodes\":[{\"id\":\"a\",\"data\":{}},7,[{\"api\\u004bey\":\"%s\"}]]}", "at $.nodes[2][0].apiKey",
                "{\"nodes\":[],\"edges\":[{\"id\":\"e\",\"extra\":{\"apiKey\":\"%s\"}}]}", "at $.edges[0].extra.apiKey",
                "{\"jobs\":[{\"type\":\"http\",\"with\":{\"token\":\"%s\"}}]}",
                        "'config.token@http' at $.jobs[0].with.token");
        documents.forEach((document, where) -> {
            HttpResponse<String> refused = save(document.formatted(CANARY));
            HttpResponse<String> state = ada.post(
                    "/api/workflows/sync",
                    "{\"id\":\"w\",\"userId\":\"ada\",\"state\":" + document.formatted(CANARY) + "}");

            assertThat(refused.statusCode()).as(document).isEqualTo(422);
            assertThat(refused.body()).contains("\"secret-plaintext\"", where).doesNotContain(CANARY);
            assertThat(state.statusCode()).as(document).isEqualTo(422);
        });
        assertThat(Canary.of(CANARY).in(directory)).isEmpty();
    }

    @Test
    void onceAFieldIsNamedSecretNoCopyThatSomebodySentKeepsItsPlaintext() throws SQLException {
        site.close();
        String kept = "{\"nodes\":[{\"id\":\"a\",\"data\":{\"text\":\"fox\"}}]}";
        try (Site open = Site.start(Site.builder(directory).authenticator(two()))) {
            ada = open.as(Site.ADA);
            save("{\"nodes\":[{\"id\":\"a\",\"data\":{\"text\":\"fox\",\"apiKey\":\"" + CANARY + "\"}}]}");
            open.as(Site.GRACE).get("/api/workflows/w");
            open.as(Site.GRACE).post("/api/workflows", "{\"id\":\"w\",\"version\":1,\"definition\":" + kept + "}");
            assertThat(documentsWith(CANARY)).as("copies before").isEqualTo(1);
        }
        start();

        assertThat(documentsWith(CANARY)).isZero();
        assertThat(documentsWith("fox")).as("what holds no secret").isEqualTo(1);
        assertThat(save("{\"nodes\":[]}").statusCode()).isEqualTo(200);
        assertThat(ada.get("/api/workflows/w/export").body())
                .as("of what she sent nothing is known, so nothing is deleted")
                .contains("fox");
    }

    private static StaticTokens two() {
        return new StaticTokens()
                .add(Site.ADA, Principal.of("ada", "studio", Role.EDITOR))
                .add(Site.GRACE, Principal.of("grace", "studio", Role.EDITOR));
    }

    private int documentsWith(String text) throws SQLException {
        try (Connection file = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("weftwork.db"));
                PreparedStatement query =
                        file.prepareStatement("SELECT count(*) FROM document WHERE instr(body, ?) > 0")) {
            query.setString(1, text);
            return query.executeQuery().getInt(1);
        }
    }

    @Test
    void whatIsEncryptedAndWhatIsNotSecretInItsTypeIsSaved() {
        String document = "{\"nodes\":[{\"id\":\"a\",\"type\":\"prompt\",\"data\":{\"apiKey\":" + SEALED.text()
                + ",\"token\":\"t-1\"}},{\"id\":\"b\",\"type\":\"http\",\"data\":{\"token\":" + SEALED.text() + "}}]}";

        assertThat(save(document).statusCode()).isEqualTo(201);
        assertThat(save("{\"kept\":{\"apiKey\":" + SEALED.text() + ",\"token\":\"t-2\"}}")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void whatWasTakenBeforeTheFieldWasNamedIsAnsweredAsBefore() {
        site.close();
        Op plain = Site.op("laptop", 1, "config.apiKey", Json.of(CANARY));
        try (Site open = Site.at(directory)) {
            assertThat(open.as(Site.ADA)
                            .post(Site.STUDIO + "/ops", Site.push(plain))
                            .body())
                    .contains("\"applied\"");
        }
        start();

        assertThat(push(plain)).contains("\"applied\"");
    }
}
