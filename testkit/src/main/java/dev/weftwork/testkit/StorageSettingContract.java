package dev.weftwork.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.spi.StorageAdapter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Settings: texts under names, found by name and by prefix. */
public interface StorageSettingContract extends StorageContract {
    /**
     * Nothing is set at first, not even by the adapter itself.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void emptyStorageHasNoSettings() throws IOException {
        try (StorageAdapter storage = open()) {
            assertThat(storage.<Boolean>read(transaction -> transaction.setting("name") == null))
                    .isTrue();
            assertThat(Seen.settings(storage, "")).isEmpty();
        }
    }

    /**
     * A setting has the value that was written last, or none.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void settingsAreSetChangedAndTakenAway() throws IOException {
        try (StorageAdapter storage = open()) {
            Seen.write(storage, transaction -> {
                transaction.setting("kept", "1");
                transaction.setting("changed", "1");
                transaction.setting("gone", "1");
                transaction.setting("empty", "");
            });
            Seen.write(storage, transaction -> {
                transaction.setting("changed", "2");
                transaction.setting("gone", null);
                transaction.setting("never", null);
                assertThat(transaction.setting("changed")).isEqualTo("2");
            });
        }
        try (StorageAdapter storage = open()) {
            assertThat(Seen.settings(storage, ""))
                    .hasSize(3)
                    .containsEntry("kept", "1")
                    .containsEntry("changed", "2")
                    .containsEntry("empty", "");
        }
    }

    /**
     * Signs in a prefix stand for themselves.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void prefixesAreTakenLiterally() throws IOException {
        try (StorageAdapter storage = open()) {
            Seen.write(storage, transaction -> {
                for (String name : List.of("a_1", "ab1", "a%1", "a%", "A_1", "a", "b", "a\\1", "a*1", "a?1", "a[b]")) {
                    transaction.setting(name, "v");
                }
            });

            assertThat(Seen.settings(storage, "a_")).containsOnlyKeys("a_1");
            assertThat(Seen.settings(storage, "a%")).containsOnlyKeys("a%1", "a%");
            assertThat(Seen.settings(storage, "a\\")).containsOnlyKeys("a\\1");
            assertThat(Seen.settings(storage, "a[")).containsOnlyKeys("a[b]");
            assertThat(Seen.settings(storage, "a*")).containsOnlyKeys("a*1");
            assertThat(Seen.settings(storage, "c")).isEmpty();
            assertThat(Seen.settings(storage, "a")).hasSize(9);
        }
    }

    /**
     * Names come in order.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void settingsComeByName() throws IOException {
        try (StorageAdapter storage = open()) {
            Seen.write(storage, transaction -> {
                for (String name : List.of("p/10", "p/2", "p/1", "q", "p/", "p")) {
                    transaction.setting(name, "v");
                }
            });
            List<String> names = new ArrayList<>();
            storage.read(transaction -> {
                transaction.settings("p/", (name, value) -> names.add(name));
                return true;
            });

            assertThat(names).containsExactly("p/", "p/1", "p/10", "p/2");
        }
    }

    /**
     * Names and values are any text.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void oddSettingsComeBackAsTheyWere() throws IOException {
        try (StorageAdapter storage = open()) {
            Seen.write(storage, transaction -> {
                for (String odd : OddTexts.ALL) {
                    transaction.setting("name" + odd, odd);
                }
            });
        }
        try (StorageAdapter storage = open()) {
            for (String odd : OddTexts.ALL) {
                assertThat(Seen.settings(storage, "name" + odd)).containsEntry("name" + odd, odd);
            }
        }
    }
}
