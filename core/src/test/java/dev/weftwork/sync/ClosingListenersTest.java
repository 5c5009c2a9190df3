package dev.weftwork.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.store.Store;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whoever is told that a store closes cannot keep it from that. */
final class ClosingListenersTest {
    @Test
    void oneThatThrowsHurtsNobody() {
        List<String> told = new ArrayList<>();
        MemoryDisk disk = new MemoryDisk();
        ManualScheduler time = new ManualScheduler();
        Store store =
                Store.builder().storage(MemoryStorage.on(disk)).scheduler(time).open();
        store.createWorkflow("Poster");
        store.replication().onClosing(() -> {
            throw new IllegalStateException("a listener's own trouble");
        });
        store.replication().onClosing(() -> told.add("second"));

        store.close();

        assertThat(told).containsExactly("second");
        try (Store again =
                Store.builder().storage(MemoryStorage.on(disk)).scheduler(time).open()) {
            assertThat(again.workflows()).hasSize(1);
        }
    }
}
