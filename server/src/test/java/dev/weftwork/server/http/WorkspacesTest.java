package dev.weftwork.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One thread writes for everybody, so it does nothing but write. */
final class WorkspacesTest {
    @TempDir
    private Path directory;

    @Test
    void whatIsMadeOfAnEditIsNotMadeByTheOneThatWrites() throws Exception {
        List<Runnable> tasks = new CopyOnWriteArrayList<>();
        try (OpenWorkspaces open = OpenWorkspaces.in(directory, tasks::add)) {
            CompletableFuture<String> reply = open.workspaces()
                    .edit("studio", "ada", desk -> "written")
                    .thenApply(written -> Thread.currentThread().getName());
            assertThat(open.storage().write("studio", writer -> true).join()).isTrue();

            assertThat(tasks).as("left to others").hasSize(1);
            assertThat(reply).isNotDone();
            tasks.get(0).run();
            assertThat(reply).isCompletedWithValue(Thread.currentThread().getName());
        }
    }
}
