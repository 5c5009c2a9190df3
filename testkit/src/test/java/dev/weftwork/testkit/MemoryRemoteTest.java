package dev.weftwork.testkit;

import dev.weftwork.memory.MemoryRemote;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.Scheduler;
import dev.weftwork.spi.RemoteAdapter;
import org.junit.jupiter.api.AfterEach;

final class MemoryRemoteTest extends RemoteAdapterContract implements RemoteAssetsContract {
    private final Scheduler scheduler = Scheduler.system();
    private final MemoryWorkspace workspace = MemoryWorkspace.create("studio", scheduler);

    @AfterEach
    void closeScheduler() {
        scheduler.close();
    }

    @Override
    public RemoteAdapter connect(String principal) {
        return MemoryRemote.of(workspace, principal);
    }
}
