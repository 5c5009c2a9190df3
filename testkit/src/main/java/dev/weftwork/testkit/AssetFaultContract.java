package dev.weftwork.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.graph.AssetFacts;
import dev.weftwork.spi.AssetAdapter;
import dev.weftwork.spi.AssetKey;
import dev.weftwork.spi.StorageException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What goes wrong leaves nothing behind. */
public interface AssetFaultContract extends AssetContract {
    /**
     * Whoever gives up while filling leaves nothing, and the same throwable comes out.
     *
     * @throws IOException if the medium fails
     */
    @Test
    default void givingUpLeavesNothing() throws IOException {
        byte[] piece = Contents.random(3 << 20, 1);
        List<Throwable> reasons =
                List.of(new IOException("cut"), new CancellationException("stop"), new AssertionError("broken"));
        try (AssetAdapter assets = open()) {
            for (Throwable reason : reasons) {
                assertThatThrownBy(() -> assets.put(out -> {
                            out.write(piece);
                            throw Sneaky.raise(reason);
                        }))
                        .isSameAs(reason);
            }

            assertThat(Contents.keys(assets)).isEmpty();
            assertThat(assets.find(Contents.hash(piece))).isEmpty();
            assertThat(Contents.read(assets, Contents.put(assets, piece).key())).hasSize(piece.length);
        }
    }

    /**
     * A thread that was interrupted is served, and stays interrupted.
     *
     * @throws IOException if the medium fails
     */
    @Test
    default void anInterruptedThreadIsServed() throws IOException {
        byte[] fox = Contents.bytes("fox");
        try (AssetAdapter assets = open()) {
            Thread.currentThread().interrupt();
            AssetKey key = Contents.put(assets, "image", "cover", fox, 0).key();
            byte[] read = Contents.read(assets, key, 1);
            boolean removed = assets.remove(key);

            assertThat(Thread.interrupted()).as("stays interrupted").isTrue();
            assertThat(read).isEqualTo(Contents.bytes("ox"));
            assertThat(removed).isTrue();
        }
    }

    /**
     * Closing twice does nothing, and after it every call says so.
     *
     * @throws IOException if the medium fails
     */
    @Test
    default void afterClosingEveryCallSaysSo() throws IOException {
        AssetAdapter assets = open();
        byte[] fox = Contents.bytes("fox");
        AssetKey key = Contents.put(assets, fox).key();
        assets.close();
        assets.close();

        List<ThrowingCallable> calls = List.of(
                () -> Contents.put(assets, fox),
                () -> assets.find(key),
                () -> assets.find(Contents.hash(fox)),
                () -> assets.open(key, 0),
                () -> assets.remove(key),
                () -> assets.list(asset -> {}));
        assertThat(calls)
                .allSatisfy(call -> assertThatThrownBy(call)
                        .isInstanceOfSatisfying(
                                StorageException.class,
                                e -> assertThat(e.kind()).isEqualTo(StorageException.Kind.LOCKED))
                        .hasMessageContaining("closed"));
        try (AssetAdapter again = open()) {
            assertThat(Contents.read(again, key)).isEqualTo(fox);
            assertThat(again.refTo(key, AssetFacts.NONE).locator()).endsWith(key.toString());
        }
    }

    /**
     * Sweeping harms nothing that is whole or that is being put.
     *
     * @throws IOException if the medium fails
     */
    @Test
    default void sweepingHarmsNothing() throws IOException {
        byte[] large = Contents.random(3 << 20, 2);
        try (AssetAdapter assets = open()) {
            AssetKey named = Contents.put(assets, "image", "cover", Contents.bytes("fox"), 0)
                    .key();
            AssetKey put = assets.put(out -> {
                        out.write(large);
                        assets.sweep();
                        return new dev.weftwork.spi.NewAsset(new AssetKey("image", "large"), Contents.hash(large), 0);
                    })
                    .key();
            assets.sweep();

            assertThat(Contents.read(assets, put)).isEqualTo(large);
            assertThat(assets.find(Contents.hash(Contents.bytes("fox")))).isPresent();
            assertThat(Contents.read(assets, named)).isEqualTo(Contents.bytes("fox"));
        }
    }
}
