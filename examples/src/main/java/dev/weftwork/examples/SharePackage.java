package dev.weftwork.examples;

import dev.weftwork.graph.AssetRef;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Result;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryBlobs;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.store.ImportedPackage;
import dev.weftwork.store.Store;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A workflow with a picture leaves one store as a file, and comes into another. */
public final class SharePackage {
    private SharePackage() {}

    /**
     * Runs it.
     *
     * @param args nothing
     * @throws IOException if the file cannot be written or read
     */
    public static void main(String[] args) throws IOException {
        Path directory = Files.createTempDirectory("share");
        System.out.println(share(directory.resolve("poster.genaiw.zip")));
    }

    static String share(Path file) throws IOException {
        try (Store ada = open();
                Store bob = open()) {
            AssetRef fox = ada.assets().put(picture(), "image/png");
            WorkflowId poster = ada.createWorkflow("Poster").id();
            ada.edit(
                    poster,
                    draft -> draft.addNode(
                            NodeId.of("fox"), "image", node -> node.title("Fox").result(Result.asset(fox))));

            ada.exportPackage(poster, file);

            ImportedPackage imported = bob.importPackage(file);
            return bob.workflow(imported.id()).name() + " came with " + imported.assetsAdded() + " picture of "
                    + imported.bytesAdded() + " bytes";
        }
    }

    private static Store open() {
        return Store.builder()
                .storage(MemoryStorage.create())
                .assets(MemoryBlobs.create())
                .open();
    }

    private static ByteArrayInputStream picture() {
        return new ByteArrayInputStream("the fox's pixels".getBytes(StandardCharsets.UTF_8));
    }
}
