package dev.weftwork.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.spi.Row;
import dev.weftwork.spi.StorageAdapter;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Scrubbing. Whether the medium holds anything of what was taken away is for the adapter's own tests: {@link Canary}
 * looks into its files.
 */
public interface StorageScrubContract extends StorageContract {
    /**
     * What is there stays as it is, and writing goes on.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void scrubbingLeavesWhatIsThere() throws IOException {
        Row row = new Row("node", "w", "a", 1, 2, "{}", "s");
        try (StorageAdapter storage = open()) {
            Seen.write(storage, transaction -> {
                transaction.append("pruned");
                transaction.append("kept");
                transaction.prune(1);
                transaction.put(row);
                transaction.put(new Row("node", "w", "gone", 1, 2, "{}", "s"));
                transaction.remove("node", "w", "gone");
                transaction.setting("name", "old");
                transaction.setting("name", "value");
            });

            boolean promised = storage.scrub();

            assertThat(storage.append(2, "later")).isTrue();
            assertThat(storage.scrub()).as("the same promise each time").isEqualTo(promised);
        }
        try (StorageAdapter storage = open()) {
            assertThat(Seen.log(storage, 1)).containsExactly("2 kept", "3 later");
            assertThat(Seen.rows(storage, "w")).isEqualTo(List.of(row));
            assertThat(Seen.settings(storage, "")).containsEntry("name", "value");
        }
    }
}
