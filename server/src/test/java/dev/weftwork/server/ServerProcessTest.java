package dev.weftwork.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.change.AdmittedOp;
import dev.weftwork.change.Op;
import dev.weftwork.graph.Json;
import dev.weftwork.spi.OpAnswer;
import dev.weftwork.spi.PullAnswer;
import dev.weftwork.testkit.JavaProcess;
import dev.weftwork.testkit.JavaProgram;
import dev.weftwork.wire.Answers;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server as a process: what it says, how it ends, and how it dies. */
final class ServerProcessTest {
    /** The other half of the kills is KilledEndsTest's, in the HTTP adapter, where clients die too. */
    private static final int CYCLES = Integer.getInteger("weftwork.kill.cycles", 50) / 2;

    @TempDir
    private static Path scratch;

    private static JavaProgram program;

    @TempDir
    private Path directory;

    @BeforeAll
    static void rehearse() throws IOException {
        program = JavaProgram.of(ServerMain.class, scratch);
        Path place = scratch.resolve("rehearsal");
        Path tokens = Files.writeString(scratch.resolve("tokens"), Site.ADA + " ada studio editor\n");
        try (ServerProcess server = ServerProcess.rehearse(program, place, "--tokens", tokens.toString())) {
            Http ada = new Http(server.address(), Site.ADA);
            push(ada, Site.op("d", 1, "title", Json.TRUE));
            pulled(ada);
            server.process().end();
        }
    }

    @Test
    void whatWasAcknowledgedSurvivesEveryKill() throws IOException {
        Random random = new Random(20_261_121);
        List<Op> acknowledged = new ArrayList<>();
        Op unanswered = null;
        long number = 0;
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            try (ServerProcess server = ServerProcess.start(program, directory, "--tokens", tokens().toString())) {
                Http ada = new Http(server.address(), Site.ADA);
                assertThat(pulled(ada))
                        .as("after kill %s", cycle)
                        .containsAll(acknowledged)
                        .doesNotHaveDuplicates();
                if (unanswered != null && push(ada, unanswered)) {
                    acknowledged.add(unanswered);
                }
                int pushes = random.nextInt(20);
                for (int i = 0; i < pushes; i++) {
                    Op op = Site.op("d", ++number, "title", Json.of("title " + number));
                    assertThat(push(ada, op)).isTrue();
                    acknowledged.add(op);
                }
                unanswered = Site.op("d", ++number, "title", Json.of("cut " + number));
                Http.Sent sent = ada.start(Site.STUDIO + "/ops", Site.push(unanswered));
                spin(random.nextInt(2_000_000));
                server.process().kill();
                sent.forget();
            }
        }
    }

    @Test
    void aToldServerEndsInPeaceAndItsTokenIsInNoLog() throws IOException {
        String canary = Site.ADA;
        try (ServerProcess server = ServerProcess.start(program, directory, "--tokens", tokens().toString())) {
            Http ada = new Http(server.address(), canary);
            ada.post(Site.STUDIO + "/ops", Site.push(Site.op("d", 1, "title", Json.of("the payload"))));
            ada.post(Site.STUDIO + "/ops", "{\"ops\":[{\"" + canary);
            ada.get(Site.STUDIO + "/ops?after=" + canary);
            ada.get("/v1/workspaces/" + canary + "/ops");
            new Http(server.address(), canary + "-changed").get(Site.STUDIO);

            server.process().end();

            assertThat(server.process().log())
                    .contains("workspace POST ops")
                    .doesNotContain(canary, "the payload", "poster");
        }
    }

    @Test
    void aServerThatNobodyConfiguredMakesATokenAndKeepsIt() throws IOException {
        String token;
        try (ServerProcess server = ServerProcess.start(program, directory)) {
            token = Files.readString(directory.resolve("token")).strip();
            assertThat(new Http(server.address(), token).get("/v1/workspaces/~").body())
                    .contains("\"principal\":\"owner\"");
            assertThat(server.process().log()).doesNotContain(token);
        }
        try (ServerProcess server = ServerProcess.start(program, directory)) {
            assertThat(new Http(server.address(), token).get("/v1/workspaces/~").statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void aServerThatWasRefusedADirectoryLetsNoThirdOneIn() throws IOException {
        try (Site site = Site.at(directory)) {
            assertThatThrownBy(() -> Site.builder(directory).start()).hasMessageContaining("Another server uses");

            try (JavaProcess third = program.start("--directory", directory.toString(), "--port", "0")) {
                assertThat(third.line()).startsWith("Cannot start: Another server uses");
            }
            assertThat(site.as(Site.ADA).get(Site.STUDIO).statusCode()).isEqualTo(200);
        }
    }

    private Path tokens() throws IOException {
        return Files.writeString(
                directory.resolve("tokens"), "# who may come in\n\n" + Site.ADA + " ada studio editor\n");
    }

    private static List<Op> pulled(Http client) {
        List<Op> ops = new ArrayList<>();
        PullAnswer page = page(client, "");
        page.ops().stream().map(AdmittedOp::op).forEach(ops::add);
        while (page.more()) {
            page = page(client, page.cursor().text());
            page.ops().stream().map(AdmittedOp::op).forEach(ops::add);
        }
        return ops;
    }

    private static PullAnswer page(Http client, String after) {
        return Answers.readPull(client.get(Site.STUDIO + "/ops?after=" + after).body())
                .value();
    }

    private static boolean push(Http client, Op op) {
        HttpResponse<String> response = client.post(Site.STUDIO + "/ops", Site.push(op));
        List<OpAnswer> answers = Answers.readPush(response.body()).value().answers();
        return answers.get(0) instanceof OpAnswer.Decided;
    }

    private static void spin(int times) {
        for (int i = 0; i < times; i++) {
            Thread.onSpinWait();
        }
    }
}
