package dev.weftwork.sqlite.crash;

import dev.weftwork.asset.DirectoryAssets;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.sqlite.SqliteStorage;
import dev.weftwork.store.ImportedPackage;
import dev.weftwork.store.Store;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A process that imports one package after the other until it is killed. It says {@code b} before each, and {@code a} and
 * the id of the workflow as soon as that is durable.
 */
final class ImportingProcess {
    private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);

    private ImportingProcess() {}

    /** Takes the home of the store, the directory of the packages, and which of them are first and last. */
    public static void main(String[] args) throws IOException {
        Path home = Path.of(args[0]);
        try (Store store = Store.builder()
                .storage(SqliteStorage.at(home.resolve("studio.db")))
                .assets(DirectoryAssets.at(home))
                .open()) {
            for (int i = Integer.parseInt(args[2]); i <= Integer.parseInt(args[3]); i++) {
                say("b");
                ImportedPackage imported = store.importPackage(Path.of(args[1], i + ".genaiw.zip"));
                WorkflowId id = imported.id();
                imported.commit().awaitDurable();
                say("a " + id.value());
            }
            say("done");
        }
    }

    private static void say(String line) throws IOException {
        OUT.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
