package dev.weftwork.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.testkit.JavaProgram;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed while binaries come in has each of them whole, or as far as it came, or not at all. */
final class KilledUploadsTest {
    private static final int CYCLES = Math.max(4, Integer.getInteger("weftwork.kill.cycles", 50) / 8);
    private static final int PIECE = 4 << 20;
    private static final Bytes FILM = Bytes.of(9, PIECE * (CYCLES + 1));

    @TempDir
    private Path directory;

    @Test
    void everyUploadGoesOnWhereTheKillCutItAndEndsAsWhatItWas() throws IOException {
        JavaProgram program = JavaProgram.of(ServerMain.class, directory.resolve("program"));
        Path tokens = Files.writeString(directory.resolve("tokens"), Site.ADA + " ada studio editor\n");
        Path data = directory.resolve("data");
        Random random = new Random(20_261_121);
        String upload = null;
        int before = 0;
        for (int cycle = 0; cycle <= CYCLES; cycle++) {
            try (ServerProcess server = ServerProcess.start(program, data, "--tokens", tokens.toString())) {
                Http ada = new Http(server.address(), Site.ADA);
                upload = upload == null ? FILM.upload(ada, Site.STUDIO) : upload;
                int offset = (int) Bytes.offset(Bytes.state(ada, upload));
                assertThat(offset).as("after kill %s", cycle).isGreaterThanOrEqualTo(before);
                assertThat(FILM.get(ada, Site.STUDIO).statusCode()).isEqualTo(404);
                int to = Math.min(FILM.all().length - 1, offset + PIECE / 2);
                assertThat(FILM.append(ada, upload, offset, to).statusCode()).isEqualTo(201);
                before = to;
                byte[] rest = Arrays.copyOfRange(FILM.all(), to, Math.min(FILM.all().length - 1, to + PIECE / 2));
                var sent = ada.later(ada.request(upload)
                        .header("Content-Type", "application/partial-upload")
                        .header("Upload-Offset", Integer.toString(to))
                        .header("Upload-Complete", "?0")
                        .method("PATCH", BodyPublishers.ofByteArray(rest)));
                spin(random.nextInt(1_000_000));
                server.process().kill();
                new Http.Sent(sent).forget();
            }
        }
        try (ServerProcess server = ServerProcess.start(program, data, "--tokens", tokens.toString())) {
            Http ada = new Http(server.address(), Site.ADA);
            int offset = (int) Bytes.offset(Bytes.state(ada, upload));
            assertThat(offset).isGreaterThanOrEqualTo(before);
            assertThat(FILM.append(ada, upload, offset, FILM.all().length).statusCode())
                    .isEqualTo(204);
            assertThat(FILM.get(ada, Site.STUDIO).body()).isEqualTo(FILM.all());
        }
        assertThat(BlobFiles.in(data)).hasSize(1);
    }

    private static void spin(int times) {
        for (int i = 0; i < times; i++) {
            Thread.onSpinWait();
        }
    }
}
