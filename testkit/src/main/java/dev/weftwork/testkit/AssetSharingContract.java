package dev.weftwork.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weftwork.spi.AssetAdapter;
import dev.weftwork.spi.AssetKey;
import dev.weftwork.spi.NewAsset;
import dev.weftwork.spi.StoredAsset;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** Several at once. */
public interface AssetSharingContract extends AssetContract {
    /**
     * Threads that put the same and other content at once come to the same end as one after the other.
     *
     * @throws IOException if the medium fails
     */
    @Test
    default void threadsPutSideBySide() throws IOException {
        try (AssetAdapter assets = open()) {
            CyclicBarrier start = new CyclicBarrier(4);
            List<FutureTask<List<StoredAsset>>> tasks = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                String own = "own " + thread;
                tasks.add(Threads.task(() -> {
                    start.await();
                    List<StoredAsset> put = new ArrayList<>();
                    for (int i = 0; i < 10; i++) {
                        put.add(Contents.put(assets, Contents.bytes("common " + i)));
                        put.add(Contents.put(assets, "image", "cover", Contents.bytes(own + i), 0));
                    }
                    return put;
                }));
            }
            tasks.forEach(Threads::start);
            for (FutureTask<List<StoredAsset>> task : tasks) {
                for (StoredAsset put : Threads.await("Putting waits for ever", task)) {
                    byte[] bytes = Contents.read(assets, put.key());
                    assertThat(Contents.hash(bytes)).isEqualTo(put.hash());
                }
            }

            assertThat(Contents.keys(assets)).hasSize(10 + 40);
        }
    }

    /**
     * Several puts are under way at once; none waits for another's bytes.
     *
     * @throws IOException if the medium fails
     */
    @Test
    default void aSlowPutHoldsUpNobody() throws IOException {
        byte[] slow = Contents.random(2 << 20, 3);
        try (AssetAdapter assets = open()) {
            StoredAsset put = assets.put(out -> {
                out.write(slow, 0, 1 << 20);
                FutureTask<StoredAsset> other =
                        Threads.task(() -> Contents.put(assets, "image", "quick", Contents.bytes("quick"), 0));
                Threads.start(other);
                assertThat(Threads.await("Putting waits for another put", other).key())
                        .isEqualTo(new AssetKey("image", "quick"));
                assertThat(Contents.keys(assets))
                        .as("what is not whole is not there")
                        .containsExactly("image/quick");
                out.write(slow, 1 << 20, 1 << 20);
                return new NewAsset(new AssetKey("image", "slow"), Contents.hash(slow), 0);
            });

            assertThat(Contents.read(assets, put.key())).isEqualTo(slow);
        }
    }

    /**
     * What one process puts and removes, another sees; and neither sweeps what the other is putting.
     *
     * @throws IOException if the medium fails
     */
    @Test
    default void twoShareAPlace() throws IOException {
        byte[] large = Contents.random(3 << 20, 4);
        try (AssetAdapter one = open()) {
            assumeTrue(one.description().shared(), "only one at a time may use this place");
            try (AssetAdapter other = open()) {
                StoredAsset put = one.put(out -> {
                    out.write(large, 0, 1 << 20);
                    other.sweep();
                    out.write(large, 1 << 20, large.length - (1 << 20));
                    return new NewAsset(new AssetKey("image", "large"), Contents.hash(large), 0);
                });

                assertThat(other.find(Contents.hash(large))).contains(put);
                assertThat(Contents.put(other, "video", "same", large, 9_000)).isEqualTo(put);
                assertThat(Contents.read(other, put.key())).isEqualTo(large);
                assertThat(other.remove(put.key())).isTrue();
                assertThat(one.find(put.key())).isEmpty();
            }
        }
    }
}
