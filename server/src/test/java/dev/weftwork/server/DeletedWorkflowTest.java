package dev.weftwork.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An editor saves by itself, and somebody else has deleted the workflow meanwhile. */
final class DeletedWorkflowTest {
    private static final String DEFINITION = "\"definition\":{\"nodes\":[{\"id\":\"a\"}],\"edges\":[]}";

    @TempDir
    private Path directory;

    private Site site;
    private Http ada;
    private Http grace;
    private String tag;

    @BeforeEach
    void adaReadsWhatGraceDeletes() {
        StaticTokens tokens = new StaticTokens()
                .add(Site.ADA, Principal.of("ada", "studio", Role.EDITOR))
                .add(Site.GRACE, Principal.of("grace", "studio", Role.EDITOR));
        site = Site.start(Site.builder(directory).authenticator(tokens));
        ada = site.as(Site.ADA);
        grace = site.as(Site.GRACE);
        save("\"name\":\"Poster\",");
        tag = ada.get("/api/workflows/w").headers().firstValue("ETag").orElseThrow();
        assertThat(grace.send(grace.request("/api/workflows/w").DELETE()).statusCode())
                .isEqualTo(204);
    }

    @AfterEach
    void close() {
        site.close();
    }

    private HttpResponse<String> save(String members) {
        return ada.post(
                "/api/workflows", "{\"id\":\"w\"," + members.replace("TAG", String.valueOf(tag)) + DEFINITION + "}");
    }

    private void assertItIsGone() {
        assertThat(ada.get("/api/workflows/w").statusCode()).isEqualTo(404);
        assertThat(ada.get("/api/workflows").body()).doesNotContain("\"w\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"name\":\"Poster\",", "\"base\":TAG,", "\"version\":1,"})
    void aSaveDoesNotBringItBack(String members) {
        HttpResponse<String> answer = save(members);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
        assertThat(answer.body()).contains("deleted").contains("'version' 0");
        assertItIsGone();
    }

    @Test
    void theStateOfAnEditorDoesNotBringItBack() {
        HttpResponse<String> answer =
                ada.post("/api/workflows/sync", "{\"id\":\"w\",\"userId\":\"ada\",\"state\":{\"blocks\":[]}}");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("\"error\":\"Sync failed\"").contains("\"code\":\"deleted\"");
        assertItIsGone();
    }

    @Test
    void whoSaysThatThereIsNoneMakesItAnew() {
        assertThat(save("\"name\":\"Poster\",\"version\":0,").statusCode()).isEqualTo(201);
        assertThat(ada.get("/api/workflows/w").body()).contains("\"name\":\"Poster\"");

        assertThat(grace.send(grace.request("/api/workflows/w").DELETE()).statusCode())
                .isEqualTo(204);
        String state = "{\"id\":\"w\",\"userId\":\"ada\",\"version\":0,\"state\":{\"blocks\":[]}}";
        assertThat(ada.post("/api/workflows/sync", state).statusCode()).isEqualTo(200);
    }

    @Test
    void whoDeletedItMayMakeItAnewUnlessItNamesWhatItRead() {
        save("\"name\":\"Poster\",\"version\":0,");
        tag = ada.get("/api/workflows/w").headers().firstValue("ETag").orElseThrow();
        ada.send(ada.request("/api/workflows/w").DELETE());

        assertThat(save("\"base\":TAG,").statusCode()).isEqualTo(409);
        assertThat(save("\"name\":\"Again\",").statusCode()).isEqualTo(201);
        assertThat(ada.get("/api/workflows/w").body()).contains("\"name\":\"Again\"");
    }

    @Test
    void nobodyHasReadWhatNeverWas() {
        HttpResponse<String> answer =
                ada.post("/api/workflows", "{\"id\":\"other\",\"name\":\"n\",\"base\":" + tag + "," + DEFINITION + "}");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("leave 'base' out");
    }
}
