package dev.weftwork.examples.folder;

import dev.weftwork.schedule.Scheduler;
import dev.weftwork.spi.RemoteAdapter;
import dev.weftwork.testkit.RemoteAdapterContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

final class FolderRemoteTest extends RemoteAdapterContract {
    @TempDir
    Path directory;

    private final Scheduler scheduler = Scheduler.system();

    @AfterEach
    void closeScheduler() {
        scheduler.close();
    }

    @Override
    public RemoteAdapter connect(String principal) {
        return FolderRemote.at(directory.resolve("meeting"), principal, scheduler);
    }
}
