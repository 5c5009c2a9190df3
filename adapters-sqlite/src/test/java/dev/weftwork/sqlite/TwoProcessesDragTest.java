package dev.weftwork.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.graph.Ids;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Point;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryRemote;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.spi.FrameRing;
import dev.weftwork.spi.StorageAdapter;
import dev.weftwork.spi.StorageException;
import dev.weftwork.store.Gesture;
import dev.weftwork.store.Store;
import dev.weftwork.store.WorkflowChange;
import dev.weftwork.store.WorkflowChange.Origin;
import dev.weftwork.sync.SyncEngine;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two stores on one file, in place of two processes: what one drags the other sees, and the database knows nothing of it. */
final class TwoProcessesDragTest {
    private static final WorkflowId POSTER = WorkflowId.of("poster");
    private static final NodeId IDEA = NodeId.of("idea");

    @TempDir
    Path directory;

    private final ManualScheduler time = new ManualScheduler();
    private final List<WorkflowChange> seen = new ArrayList<>();
    private int opened;
    private Path file;
    private Path frames;
    private Store one;
    private Store two;

    @BeforeEach
    void bothHaveTheGraph() {
        file = directory.resolve("studio.db");
        frames = directory.resolve("studio.db-frames");
        one = open(SqliteStorage.at(file));
        one.createWorkflow(POSTER, "Poster", draft -> draft.addNode(IDEA, "prompt", node -> {}))
                .awaitDurable();
        two = open(SqliteStorage.at(file));
        two.observe(POSTER, seen::add);
        time.advance(Duration.ofSeconds(5));
    }

    private Store open(StorageAdapter storage) {
        return Store.builder()
                .storage(storage)
                .scheduler(time)
                .ids(Ids.seeded(++opened, time::wallMillis))
                .open();
    }

    private Gesture drag(Store store, int count) {
        Gesture gesture = store.gesture(POSTER);
        for (int i = 1; i <= count; i++) {
            double x = i;
            gesture.frame(draft -> draft.moveNode(IDEA, x, 0));
            time.advance(Duration.ofMillis(16));
        }
        return gesture;
    }

    private static Point place(WorkflowChange change) {
        return change.workflow().node(IDEA).orElseThrow().position();
    }

    @Test
    void theOtherSeesTheDragAndTheDatabaseDoesNot() throws IOException {
        long log = Files.size(directory.resolve("studio.db-wal"));
        byte[] database = Files.readAllBytes(file);
        int entries = one.oplog().entries().size();

        Gesture gesture = drag(one, 300);

        assertThat(seen).extracting(WorkflowChange::origin).containsOnly(Origin.PEER_GESTURE);
        assertThat(seen.size()).as("frames seen of 4.8 s").isBetween(80, 125);
        assertThat(place(seen.get(seen.size() - 1)).x()).isGreaterThan(290);
        assertThat(Files.size(directory.resolve("studio.db-wal"))).isEqualTo(log);
        assertThat(Files.readAllBytes(file)).isEqualTo(database);
        assertThat(two.oplog().entries()).hasSize(entries);

        gesture.commit();
        time.advance(Duration.ofMillis(200));
        assertThat(two.oplog().entries()).hasSize(entries + 1);
        assertThat(two.workflow(POSTER).node(IDEA).orElseThrow().position()).isEqualTo(new Point(300, 0));
    }

    @Test
    void anotherDeviceSeesWhatTheProcessDragsThatDoesNotSync() {
        MemoryWorkspace server = MemoryWorkspace.create("studio", time);
        Store elsewhere = open(MemoryStorage.create());
        sync(server, one);
        time.advance(Duration.ofSeconds(5));
        sync(server, two);
        sync(server, elsewhere);
        time.advance(Duration.ofSeconds(5));
        List<WorkflowChange> far = new ArrayList<>();
        elsewhere.observe(POSTER, far::add);

        Gesture gesture = drag(two, 100);
        assertThat(far).extracting(WorkflowChange::origin).containsOnly(Origin.PEER_GESTURE);
        assertThat(far.size()).as("frames seen of 1.6 s").isBetween(20, 45);

        gesture.commit();
        time.advance(Duration.ofMillis(500));
        assertThat(far.get(far.size() - 1).origin()).isEqualTo(Origin.REMOTE);
        assertThat(elsewhere.workflow(POSTER).node(IDEA).orElseThrow().position())
                .isEqualTo(new Point(100, 0));
    }

    private void sync(MemoryWorkspace server, Store store) {
        SyncEngine.builder(store)
                .remote(MemoryRemote.of(server, "ann"))
                .scheduler(time)
                .chance(() -> 0.5)
                .start();
    }

    @Test
    void thereIsNoFileUntilSomebodyDragsAndNoneWhenAllHaveGone() {
        assertThat(frames).doesNotExist();
        Gesture gesture = drag(one, 10);
        assertThat(frames).exists();
        gesture.cancel();

        two.close();
        one.close();

        assertThat(frames).doesNotExist();
        assertThat(directory).isDirectoryContaining(path -> path.equals(file));
        assertThat(directory.toFile().list()).containsExactly("studio.db");
    }

    @Test
    void aProcessThatGoesTakesNothingFromThoseWhoStay() {
        Store three = open(SqliteStorage.at(file));
        time.advance(Duration.ofSeconds(1));
        drag(one, 20);
        three.close();
        seen.clear();

        drag(one, 60);

        assertThat(place(seen.get(seen.size() - 1)).x()).isGreaterThan(50);
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000_000, 0, -1, Long.MAX_VALUE})
    void aTornOrHostileRowIsPassedOverAndTheNextIsShown(long newest) throws IOException {
        drag(one, 30).cancel();
        time.advance(Duration.ofSeconds(3));
        seen.clear();
        try (RandomAccessFile ring = new RandomAccessFile(frames.toFile(), "rw")) {
            // every slot is there, its text is another, and the number of the newest says so
            byte[] rubbish = "rubbish".getBytes(StandardCharsets.UTF_8);
            for (long at = 40; at < ring.length() - rubbish.length; at += FrameRing.MOST_BYTES + 16) {
                ring.seek(at);
                ring.write(rubbish);
            }
            ring.seek(8);
            ring.writeLong(newest);
        }
        time.advance(Duration.ofSeconds(1));
        assertThat(seen).isEmpty();

        drag(one, 30);

        assertThat(place(seen.get(seen.size() - 1)).x()).isGreaterThan(20);
        assertThat(time.failures()).isEmpty();
    }

    @Test
    void aFrameWhoseTextIsTornIsNotHandedOver() throws IOException {
        try (SqliteStorage storage = SqliteStorage.at(file)) {
            FrameRing ring = storage.frames().orElseThrow();
            ring.put("a long frame of a gesture");
            ring.put("another");
            try (RandomAccessFile torn = new RandomAccessFile(frames.toFile(), "rw")) {
                torn.seek(16 + (FrameRing.MOST_BYTES + 16) + 16 + 3);
                torn.write('X');
            }
            List<String> read = new ArrayList<>();

            assertThat(ring.read(0, read::add)).isEqualTo(2);
            assertThat(read).containsExactly("another");
        }
    }

    @Test
    void aFileOfAnotherProgramIsLeftAsItIs() throws IOException {
        String theirs = "a file of somebody who likes the name\n";
        Files.writeString(frames, theirs);

        drag(one, 30);
        assertThat(seen).isEmpty();
        try (SqliteStorage storage = SqliteStorage.at(file)) {
            FrameRing ring = storage.frames().orElseThrow();
            assertThatThrownBy(() -> ring.put("mine"))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("studio.db-frames");
        }
        two.close();
        one.close();

        assertThat(frames).hasContent(theirs.strip());
    }

    @Test
    void whatWasScrubbedIsNotLeftInTheFramesEither() throws IOException {
        try (SqliteStorage storage = SqliteStorage.at(file)) {
            FrameRing ring = storage.frames().orElseThrow();
            ring.put("a-secret-that-was-typed");

            assertThat(storage.scrub()).isTrue();

            assertThat(Files.readString(frames, StandardCharsets.ISO_8859_1)).doesNotContain("a-secret");
            ring.put("next");
            List<String> read = new ArrayList<>();
            assertThat(ring.read(1, read::add)).isEqualTo(2);
            assertThat(read).containsExactly("next");
        }
    }

    @Test
    void onlyThoseMayReadItWhoMayReadTheDatabase() throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

            drag(one, 5);

            assertThat(Files.getPosixFilePermissions(frames)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
    }

    @Test
    void aStorageThatIsOnlyReadHasNone() throws IOException {
        try (SqliteStorage storage = SqliteStorage.builder(file).readOnly().build()) {
            assertThat(storage.frames()).isEmpty();
        }
    }
}
