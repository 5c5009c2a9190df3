package dev.weftwork.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.change.DeviceId;
import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.OpId;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.change.Registers;
import dev.weftwork.change.Stamp;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.SnapshotPage;
import dev.weftwork.spi.SnapshotPart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However many different snapshots somebody asks for, their parts do not fill the disk. */
final class PartFilesTest {
    private static final long HALF_AN_HOUR = 30 * 60 * 1_000L;

    @TempDir
    private Path directory;

    private final AtomicLong now = new AtomicLong(1_000_000_000);
    private final Random random = new Random(7);

    /** An entity that packs to some 100,000 bytes. */
    private SnapshotPage.Row row() {
        return row(random, 130_000);
    }

    private static SnapshotPage.Row row(Random random, int length) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append(Long.toString(random.nextLong() >>> 1, 36));
        }
        EntityKey key = EntityKey.of(NodeId.of("idea"));
        EntityWrites writes = EntityWrites.to(key)
                .set(RegisterNames.TITLE, Json.of(text.toString()))
                .build();
        Stamp stamp = new Stamp(1, new DeviceId("pad"), 1, new OpId("pad-1"));
        return SnapshotPage.Row.of(WorkflowId.of("poster"), new Entity(key, Registers.of(writes, stamp), 1), 0);
    }

    private static List<SnapshotPart> write(PartFiles files, String workspace, SnapshotPage.Row row)
            throws IOException {
        PartFiles.Writing writing = files.write(workspace);
        writing.add(row);
        return writing.finish();
    }

    @Test
    void partsBeyondTheBoundAreRefusedUntilClientsHaveNoUseForOldOnes() throws IOException {
        PartFiles files = new PartFiles(directory, now::get, 250_000);
        SnapshotPage.Row first = row();
        String kept = write(files, "studio", first).get(0).id();
        now.addAndGet(HALF_AN_HOUR);
        write(files, "studio", row());

        assertThatThrownBy(() -> write(files, "studio", row()))
                .isInstanceOfSatisfying(ProblemException.class, refusal -> {
                    assertThat(refusal.reply().status()).isEqualTo(503);
                    assertThat(refusal.reply().headers()).containsKey("Retry-After");
                });
        assertThat(write(files, "studio", first)).as("one that is there").hasSize(1);
        assertThat(write(files, "attic", row())).as("of another workspace").hasSize(1);

        now.addAndGet(3 * HALF_AN_HOUR);
        assertThat(write(files, "studio", row())).hasSize(1);
        assertThat(files.read("studio", kept)).as("the eldest").isNull();
    }

    @Test
    void snapshotsThatAreMadeAtOnceTakeNothingFromEachOther() {
        PartFiles files = new PartFiles(directory, now::get, 1L << 30);
        List<CompletableFuture<Boolean>> makers = Stream.of(1, 2)
                .map(seed -> CompletableFuture.supplyAsync(() -> isMadeOften(files, new Random(seed))))
                .toList();

        assertThat(makers).allSatisfy(maker -> assertThat(maker.join()).isTrue());
    }

    private static boolean isMadeOften(PartFiles files, Random random) {
        for (int i = 0; i < 300; i++) {
            try {
                write(files, "studio", row(random, 1_000));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return true;
    }
}
