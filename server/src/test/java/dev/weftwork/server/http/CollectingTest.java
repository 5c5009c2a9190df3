package dev.weftwork.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.Admission;
import dev.weftwork.change.DeviceId;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.change.ServerAdmission;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.server.blob.Binaries;
import dev.weftwork.server.blob.DirectoryBlobs;
import dev.weftwork.server.blob.Upload;
import dev.weftwork.server.sqlite.SqliteServerStorage;
import dev.weftwork.server.storage.BlobStorage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.ObjLongConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody writes before every single removal, and what nobody refers to goes all the same, but nothing else. */
final class CollectingTest {
    private static final WorkflowId POSTER = WorkflowId.of("poster");
    private static final Duration GRACE = Duration.ofDays(90);
    private static final int COUNT = 40;

    @TempDir
    private Path directory;

    private SqliteServerStorage storage;
    private Binaries binaries;
    private Collecting collecting;
    private final List<String> hashes = new ArrayList<>();
    /** Happens whenever somebody asks whether a binary is there, as a removal does just before. */
    private Callable<Boolean> meanwhile = () -> true;

    private ByteBudget budget = new ByteBudget(1 << 20, 1 << 20);
    private int made;
    private int removals;
    private int looks;

    @BeforeEach
    void open() throws Exception {
        storage = SqliteServerStorage.at(directory);
        binaries = new Binaries(new Watched(), directory.resolve("uploads"), Runnable::run, () -> 0);
        collecting = new Collecting(storage, binaries, List.of((workspace, visitor) -> {
            looks++;
            new GraphMentions(budget).references(workspace, visitor);
        }));
        for (int i = 0; i < COUNT; i++) {
            hashes.add(bring("picture " + i));
        }
        write("idea", RegisterNames.LIFE, Json.TRUE);
    }

    @AfterEach
    void close() throws Exception {
        binaries.close();
        storage.close();
    }

    private String bring(String text) throws Exception {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        Upload upload = binaries.begin("studio", hash, content.length, 1_000_000);
        upload.append(ByteBuffer.wrap(content));
        assertThat(binaries.finish(upload)).isTrue();
        return hash;
    }

    private boolean write(String node, String register, Json value) {
        return write(EntityKey.of(NodeId.of(node)), register, value);
    }

    private boolean write(EntityKey key, String register, Json value) {
        EntityWrites writes = EntityWrites.to(key).set(register, value).build();
        made++;
        Op op = Op.of(
                new OpId("op-" + made),
                POSTER,
                new Op.Origin(new DeviceId("pad"), made, 1_000 + made),
                List.of(writes));
        return storage.write("studio", writer -> {
                    Admission.Admit admit = (Admission.Admit) ServerAdmission.decide(op, null, writer, 2_000);
                    writer.admit(op, admit, "ada", 2_000);
                    return true;
                })
                .join();
    }

    private Json ref(int picture) {
        return Json.object().put("hash", "sha256-" + hashes.get(picture)).build();
    }

    private void collectTwice() throws IOException {
        assertThat(collecting.run(0, GRACE)).isZero();
        long unused = collecting.run(GRACE.toMillis(), GRACE);
    }

    private List<String> left() throws IOException {
        return List.copyOf(binaries.stored("studio"));
    }

    @Test
    void whoMakesNodesAllTheTimeDoesNotKeepWhatNobodyRefersTo() throws Exception {
        write("idea", "config.image", ref(0));
        meanwhile = () -> write("new" + made, RegisterNames.LIFE, Json.TRUE);

        collectTwice();

        assertThat(left()).containsExactly(hashes.get(0));
    }

    @Test
    void whatANodeBringsBackOrMentionsMeanwhileStays() throws Exception {
        write("ghost", RegisterNames.LIFE, Json.TRUE);
        write("ghost", "config.image", ref(7));
        write("ghost", RegisterNames.LIFE, Json.FALSE);
        assertThat(collecting.run(0, GRACE)).isZero();
        int from = made;
        meanwhile = () -> made == from
                ? write("ghost", RegisterNames.LIFE, Json.TRUE) && write("idea", "config.image", ref(COUNT - 1))
                : true;

        long unused = collecting.run(GRACE.toMillis(), GRACE);

        assertThat(left()).containsExactlyInAnyOrder(hashes.get(7), hashes.get(COUNT - 1));
    }

    @Test
    void whatThereIsNoMemoryToLookIntoMayReferToAnything() throws Exception {
        write("idea", "config.text", Json.of("x".repeat(400_000)));

        collectTwice();
        assertThat(left()).hasSize(COUNT);

        budget = new ByteBudget(4 << 20, 4 << 20);
        collectTwice();
        assertThat(left()).isEmpty();
        assertThat(budget.taken()).isZero();
    }

    @Test
    void nodesAreLookedIntoOneByOneAndPartsOfVersionsTogether() throws Exception {
        for (int i = 0; i < 4; i++) {
            write("node" + i, "config.text", Json.of("x".repeat(100_000)));
        }
        collectTwice();
        assertThat(left()).isEmpty();

        hashes.set(0, bring("picture 0"));
        for (int i = 0; i < 4; i++) {
            write(new EntityKey(EntityKind.CHUNK, "part" + i), "bytes", Json.of("x".repeat(100_000)));
        }
        collectTwice();
        assertThat(left()).containsExactly(hashes.get(0));
        assertThat(budget.taken()).isZero();
    }

    @Test
    void whoSavesVersionsAllTheTimeDoesNotHaveEverythingLookedThroughForEachBinary() throws Exception {
        List<String> asked = new ArrayList<>();
        meanwhile = () -> {
            asked.add("");
            EntityKey version = new EntityKey(EntityKind.VERSION, "version-" + made);
            // between every two removals
            return asked.size() % 2 != 0 || write(version, RegisterNames.LIFE, Json.TRUE);
        };
        assertThat(collecting.run(0, GRACE)).isZero();
        looks = 0;

        long unused = collecting.run(GRACE.toMillis(), GRACE);

        assertThat(looks).isEqualTo(20);
        assertThat(removals).as("some go today").isBetween(18, COUNT - 1);
        unused = collecting.run(GRACE.toMillis() + 1, GRACE);
        assertThat(removals).as("and the others tomorrow").isEqualTo(COUNT);
    }

    @Test
    void manyRemovalsRewriteTheListOfWhatIsUnusedOnce() throws Exception {
        List<String> lists = new ArrayList<>();
        meanwhile = () -> lists.add(list());

        collectTwice();

        assertThat(removals).isEqualTo(COUNT);
        assertThat(lists.subList(lists.size() - COUNT, lists.size()))
                .as("what was written while things were removed")
                .containsOnly(lists.get(lists.size() - COUNT));
        assertThat(list()).as("afterwards").isEmpty();
    }

    @Test
    void whatWasRemovedAndIsBroughtOnceMoreIsNewAlsoAfterACrash() throws Exception {
        assertThat(collecting.run(0, GRACE)).isZero();
        assertThat(binaries.remove("studio", hashes.get(3), 9, 0)).isTrue();
        String again = bring("picture 3");
        assertThat(again).isEqualTo(hashes.get(3));

        Binaries reopened = new Binaries(new Watched(), directory.resolve("uploads"), Runnable::run, () -> 0);

        assertThat(reopened.remove("studio", again, 9, GRACE.toMillis())).isFalse();
        assertThat(reopened.remove("studio", hashes.get(4), 9, GRACE.toMillis()))
                .as("what nobody brought again")
                .isTrue();
    }

    private String list() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("unused"))) {
            StringBuilder text = new StringBuilder();
            for (Path file : files.toList()) {
                text.append(Files.readString(file));
            }
            return text.toString();
        }
    }

    /** Files, and something that happens whenever they are looked at. */
    private final class Watched implements BlobStorage {
        private final BlobStorage files = DirectoryBlobs.at(directory.resolve("blobs"));

        @Override
        public OptionalLong size(String workspace, String hash) throws IOException {
            try {
                assertThat(meanwhile.call()).isTrue();
            } catch (IOException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException(e);
            }
            return files.size(workspace, hash);
        }

        @Override
        public InputStream open(String workspace, String hash, long offset, long length) throws IOException {
            return files.open(workspace, hash, offset, length);
        }

        @Override
        public void store(String workspace, String hash, Path file) throws IOException {
            files.store(workspace, hash, file);
        }

        @Override
        public void delete(String workspace, String hash) throws IOException {
            removals++;
            files.delete(workspace, hash);
        }

        @Override
        public void list(String workspace, ObjLongConsumer<String> each) throws IOException {
            files.list(workspace, each);
        }

        @Override
        public void close() {
            files.close();
        }
    }
}
