package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.AssetRef;
import dev.weftwork.memory.MemoryBlobs;
import java.util.Base64;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A large binary leaves its edit whatever moment of the writing it comes in. */
final class MovedWhileOthersWriteTest {
    private static final int EDITS = 300;

    private final MemoryBlobs place = MemoryBlobs.create();
    private final Store store =
            new Site().start(builder -> builder.assets(place)).store();

    private static String picture(int seed) {
        byte[] bytes = new byte[9_000];
        new Random(seed).nextBytes(bytes);
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes);
    }

    private boolean isReference() {
        return AssetRef.read(Sample.node(store, Sample.IDEA).config().get("image"))
                .isPresent();
    }

    @Test
    void noEditIsWrittenWithItsBinaryWhileAnotherThreadIsAboutToWrite() {
        Sample.create(store).awaitDurable();
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> {
            while (!over.get()) {
                store.flush();
            }
        });
        int references = 0;
        try {
            for (int i = 0; i < EDITS; i++) {
                store.updateNodeConfig(Sample.POSTER, Sample.IDEA, "image", picture(i % 2))
                        .awaitDurable();
                references += isReference() ? 1 : 0;
            }
        } finally {
            over.set(true);
            other.join();
        }

        assertThat(references).isEqualTo(EDITS);
    }
}
