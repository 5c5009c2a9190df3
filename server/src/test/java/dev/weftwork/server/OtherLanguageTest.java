package dev.weftwork.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weftwork.change.AdmittedOp;
import dev.weftwork.change.Entity;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.Registers;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.JsonWriter;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.PullAnswer;
import dev.weftwork.wire.Answers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client in another language, written from {@code docs/protocol.md} alone, agrees with ours. */
final class OtherLanguageTest {
    private static final int EDITS = 120;

    @TempDir
    private Path directory;

    @Test
    void clientsWrittenFromTheDocumentConverge() throws IOException {
        assumeTrue(hasNode(), "node is not on this machine");
        Path script = Files.write(
                directory.resolve("client.mjs"),
                OtherLanguageTest.class.getResourceAsStream("/client.mjs").readAllBytes());
        try (Site site = Site.at(directory.resolve("server"))) {
            List<Running> clients = new ArrayList<>();
            for (int i = 1; i <= 3; i++) {
                clients.add(Running.start(script, site, "device-" + i, i));
            }
            for (Running client : clients) {
                assertThat(client.line()).isEqualTo("done");
            }
            List<String> states = new ArrayList<>();
            for (Running client : clients) {
                client.say("go on");
                states.add(client.line());
            }

            String ours = text(replay(site));
            assertThat(states).allSatisfy(state -> assertThat(Json.parse(state)).isEqualTo(Json.parse(ours)));
            assertThat(ours).contains("\"node\",\"n0\"");
        }
    }

    private static GraphState replay(Site site) {
        GraphState state = GraphState.empty(WorkflowId.of("poster"));
        String after = "";
        PullAnswer page;
        int count = 0;
        do {
            page = Answers.readPull(site.as(Site.ADA)
                            .get(Site.STUDIO + "/ops?after=" + after)
                            .body())
                    .value();
            for (AdmittedOp op : page.ops()) {
                state = state.join(op.op(), op.stamp());
                count++;
            }
            after = page.cursor().text();
        } while (page.more());
        assertThat(count).isEqualTo(3 * EDITS);
        return state;
    }

    private static String text(GraphState state) {
        List<Entity> entities = new ArrayList<>();
        state.forEach(entities::add);
        entities.sort(Comparator.comparing(entity -> entity.key().id()));
        JsonWriter out = new JsonWriter().beginArray();
        for (Entity entity : entities) {
            out.beginArray().value(state.id().value());
            out.value(entity.key().kind().name()).value(entity.key().id());
            write(entity.registers(), out.beginArray());
            out.endArray().endArray();
        }
        return out.endArray().toString();
    }

    private static void write(Registers registers, JsonWriter out) {
        for (int i = 0; i < registers.size(); i++) {
            out.beginArray().value(registers.field(i)).value(registers.stamp(i).toString());
            Json value = registers.value(i);
            if (value != null) {
                out.value(value);
            }
            out.endArray();
        }
    }

    private static boolean hasNode() {
        try {
            return new ProcessBuilder("node", "--version")
                            .start()
                            .onExit()
                            .join()
                            .exitValue()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** One client at work. */
    private record Running(Process process, BufferedReader out) {
        static Running start(Path script, Site site, String device, int seed) throws IOException {
            Process process = new ProcessBuilder(
                            "node",
                            script.toString(),
                            site.server.address().toString(),
                            Site.ADA,
                            device,
                            Integer.toString(EDITS),
                            Integer.toString(seed))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return new Running(
                    process,
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
        }

        String line() throws IOException {
            return out.readLine();
        }

        void say(String word) throws IOException {
            process.getOutputStream().write((word + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        }
    }
}
