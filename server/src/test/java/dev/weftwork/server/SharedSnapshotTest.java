package dev.weftwork.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.NodeId;
import dev.weftwork.wire.Answers;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A snapshot is made once, whoever asks and however often, until the workspace has moved on. */
final class SharedSnapshotTest {
    private static final String SNAPSHOT = Site.STUDIO + "/snapshot";

    @TempDir
    private Path directory;

    private Site site;
    private Http ada;
    private long number;

    @BeforeEach
    void start() {
        site = Site.at(directory);
        ada = site.as(Site.ADA);
        for (int i = 0; i < 20; i++) {
            push(large());
        }
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void manyWhoBootstrapAtOnceShareOne() {
        List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Http each = i % 2 == 0 ? ada : site.as(Site.VERA);
            all.add(each.later(each.request(SNAPSHOT).GET()));
        }

        assertThat(all)
                .allSatisfy(each -> assertThat(manifest(each.join()))
                        .isEqualTo(manifest(all.get(0).join())));
        assertThat(made()).isEqualTo(1);
    }

    @Test
    void whoeverPushedFindsItInTheSnapshot() {
        List<CompletableFuture<HttpResponse<String>>> others = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            others.add(ada.later(ada.request(SNAPSHOT).GET()));
            push(Site.op("d", ++number, "title", Json.of("title " + i)));
            HttpResponse<String> mine = ada.get(SNAPSHOT);

            assertThat(Answers.readManifest(mine.body()).value().seq()).isGreaterThanOrEqualTo(number);
        }
        others.forEach(CompletableFuture::join);
    }

    @Test
    void itIsMadeAnewWhenTheWorkspaceMovedOnAndNotBefore() {
        String first = manifest(ada.get(SNAPSHOT));
        assertThat(manifest(ada.get(SNAPSHOT))).isEqualTo(first);
        assertThat(made()).isEqualTo(1);

        push(Site.op("d", ++number, "title", Json.TRUE));

        assertThat(manifest(ada.get(SNAPSHOT))).isNotEqualTo(first);
        assertThat(made()).isEqualTo(2);
    }

    @Test
    void itIsMadeAnewWhenItsPartsAreGone() throws IOException {
        String first = manifest(ada.get(SNAPSHOT));
        try (Stream<Path> files = Files.walk(directory.resolve("snapshots"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }

        assertThat(manifest(ada.get(SNAPSHOT))).isEqualTo(first);
        String part = first.replaceAll("(?s).*?\"id\":\"([0-9a-f]{64})\".*", "$1");
        assertThat(ada.get(SNAPSHOT + "/" + part).statusCode()).isEqualTo(200);
    }

    @Test
    void whatIsAskedForByWorkflowIsKeptApartAndNotWithoutEnd() {
        String all = manifest(ada.get(SNAPSHOT));
        assertThat(manifest(ada.get(SNAPSHOT + "?workflow=none"))).isNotEqualTo(all);
        for (int i = 0; i < 64; i++) {
            ada.get(SNAPSHOT + "?workflow=w" + i);
        }
        assertThat(made()).isEqualTo(66);

        assertThat(manifest(ada.get(SNAPSHOT))).isEqualTo(all);
        assertThat(made()).as("the eldest was dropped").isEqualTo(67);
    }

    private Op large() {
        List<EntityWrites> writes = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            writes.add(EntityWrites.to(EntityKey.of(NodeId.of("n" + number + "-" + i)))
                    .set("life", Json.TRUE)
                    .set("title", Json.of("node " + i))
                    .build());
        }
        return Site.op("d", ++number, "title", Json.TRUE).withWrites(writes);
    }

    private void push(Op op) {
        assertThat(ada.post(Site.STUDIO + "/ops", Site.push(op)).body()).contains("\"status\":\"applied\"");
    }

    private long made() {
        String metrics = site.as("").get("/metrics").body();
        return Long.parseLong(metrics.replaceAll("(?s).*weftwork_snapshots_made_total (\\d+).*", "$1"));
    }

    private static String manifest(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body().substring(response.body().indexOf("\"cursor\""));
    }
}
