package dev.weftwork.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.WorkflowId;
import dev.weftwork.store.Store;
import dev.weftwork.store.WorkflowInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The list of workflows comes out of a file whole, whatever is in its names and whatever became of its pages. */
final class ListOnSqliteTest {
    private static final List<String> ODD =
            List.of("", "a\0b", "\ud800", "x\udc00y", "\uFEFF", "a,b,1", "e\u0301 \u00e9", "\ud83d\ude00", "\n\r\t");

    @TempDir
    Path directory;

    private Store open() {
        return Store.builder()
                .storage(SqliteStorage.at(directory.resolve("studio.db")))
                .open();
    }

    @Test
    void oddNamesAndDamagedPagesDoNotChangeTheList() throws IOException {
        List<WorkflowInfo> wanted;
        try (Store store = open()) {
            for (int i = 0; i < 200; i++) {
                store.createWorkflow(WorkflowId.of("w%_'\0/" + i), ODD.get(i % ODD.size()), draft -> {});
            }
            store.flush();
            wanted = store.workflows();
        }
        List<String> pages = new ArrayList<>();
        try (Store store = open()) {
            assertThat(store.workflows()).isEqualTo(wanted).hasSize(200);
        }
        try (SqliteStorage storage = SqliteStorage.at(directory.resolve("studio.db"))) {
            storage.write(transaction -> {
                transaction.settings("list/", (name, text) -> pages.add(name));
                transaction.setting(pages.get(0), "damaged");
                return true;
            });
        }
        assertThat(pages).hasSizeGreaterThan(1);
        try (Store store = open()) {
            assertThat(store.workflows()).isEqualTo(wanted);
        }
    }
}
