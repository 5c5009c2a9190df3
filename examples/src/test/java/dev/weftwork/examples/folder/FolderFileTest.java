package dev.weftwork.examples.folder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.schedule.Scheduler;
import dev.weftwork.spi.PullRequest;
import dev.weftwork.spi.RemoteCursor;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteReply;
import dev.weftwork.store.Store;
import dev.weftwork.sync.SyncEngine;
import dev.weftwork.sync.SyncResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the contract suite cannot know: the folder, and stores that meet in it. */
final class FolderFileTest {
    private static final WorkflowId POSTER = WorkflowId.of("poster");

    @TempDir
    Path directory;

    private final Scheduler scheduler = Scheduler.system();

    @AfterEach
    void closeScheduler() {
        scheduler.close();
    }

    @Test
    void twoStoresThatMeetInAFolderEndWithTheSameGraph() {
        try (Store laptop = store();
                Store phone = store()) {
            laptop.createWorkflow(POSTER, "Poster", draft -> {});
            sync(laptop, "ada");
            sync(phone, "ada");
            laptop.edit(POSTER, draft -> draft.addNode(NodeId.of("idea"), "prompt", node -> node.title("Idea")));
            phone.edit(POSTER, draft -> draft.addNode(NodeId.of("image"), "image", node -> node.title("Render")));
            phone.renameWorkflow(POSTER, "Poster for the fair");

            sync(laptop, "ada");
            sync(phone, "ada");
            sync(laptop, "ada");

            assertThat(laptop.workflow(POSTER)).isEqualTo(phone.workflow(POSTER));
            assertThat(laptop.workflow(POSTER).name()).isEqualTo("Poster for the fair");
            assertThat(laptop.workflow(POSTER).nodeCount()).isEqualTo(2);
            assertThat(laptop.oplog().pending()).isEmpty();
            assertThat(phone.oplog().pending()).isEmpty();
        }
    }

    @Test
    void halfALineOfACrashIsCutOff() throws IOException {
        try (Store laptop = store();
                Store phone = store()) {
            laptop.createWorkflow(POSTER, "Poster", draft -> {});
            sync(laptop, "ada");
            Path log = folder().resolve("operations.jsonl");
            String whole = Files.readString(log);
            Files.writeString(log, "{\"by\":\"ada\",\"at\":17", StandardOpenOption.APPEND);

            sync(phone, "ada");

            assertThat(phone.workflow(POSTER).name()).isEqualTo("Poster");
            assertThat(Files.readString(log)).isEqualTo(whole);
        }
    }

    @Test
    void aDamagedLineIsAnOutageAndNotAnEmptyFolder() throws IOException {
        try (Store laptop = store();
                FolderRemote remote = FolderRemote.at(folder(), "ada", scheduler)) {
            laptop.createWorkflow(POSTER, "Poster", draft -> {});
            sync(laptop, "ada");
            Files.writeString(folder().resolve("operations.jsonl"), "no line of ours\n", StandardOpenOption.APPEND);

            var reply = remote.pull(PullRequest.after(RemoteCursor.START, 10)).join();

            assertThat(reply).isInstanceOfSatisfying(RemoteReply.Failed.class, failed -> {
                assertThat(failed.failure().kind()).isEqualTo(RemoteFailure.Kind.UNAVAILABLE);
                assertThat(failed.failure().code()).isEqualTo("folder-damaged");
            });
        }
    }

    private Store store() {
        return Store.builder().storage(MemoryStorage.create()).open();
    }

    private Path folder() {
        return directory.resolve("meeting");
    }

    private void sync(Store store, String principal) {
        try (SyncEngine engine = SyncEngine.builder(store)
                .remote(FolderRemote.at(folder(), principal, scheduler))
                .start()) {
            assertThat(engine.syncNow().join().kind()).isEqualTo(SyncResult.Kind.DONE);
        }
    }
}
