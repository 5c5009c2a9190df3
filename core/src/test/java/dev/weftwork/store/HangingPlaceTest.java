package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.AssetRef;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.spi.CapabilityNotice;
import java.time.Duration;
import java.util.Base64;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A place for assets that neither takes a binary nor fails, such as a share that hangs, holds others up for seconds. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class HangingPlaceTest {
    private static final WorkflowId OTHER = WorkflowId.of("other");

    private final FlakyPlace place = new FlakyPlace();
    private final MemoryDisk disk = new MemoryDisk();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch answer = new CountDownLatch(1);
    private final HastyScheduler time = new HastyScheduler();
    private Store store = open();

    private Store open() {
        return Store.builder()
                .storage(MemoryStorage.on(disk))
                .scheduler(time)
                .assets(place.open())
                .open();
    }

    @BeforeEach
    void hang() {
        Sample.create(store).awaitDurable();
        store.createWorkflow(OTHER, "Other", draft -> {}).awaitDurable();
        place.beforePut(() -> {
            asked.countDown();
            await(answer);
        });
    }

    @AfterEach
    void close() {
        answer.countDown();
        store.close();
        time.close();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Commit write(int seed) {
        return store.updateNodeConfig(Sample.POSTER, Sample.IDEA, "image", picture(seed));
    }

    private static String picture(int seed) {
        byte[] bytes = new byte[9_000];
        new Random(seed).nextBytes(bytes);
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes);
    }

    private Json shown() {
        return Sample.node(store, Sample.IDEA).config().getOrDefault("image", Json.NULL);
    }

    @Test
    void editsBehindItAndItselfBecomeDurableWhileItHangs() {
        Commit large = write(1);
        Commit behind = Sample.title(store, Sample.IMAGE, "Behind");
        behind.awaitDurable();

        assertThat(large.durable()).isCompleted();
        assertThat(answer.getCount()).isEqualTo(1);
        assertThat(shown()).isEqualTo(Json.of(picture(1)));
        assertThat(store.assets().description().notices())
                .extracting(CapabilityNotice::code)
                .containsExactly("kept-in-graph");
    }

    @Test
    void editsThatNobodyWaitsForAreWrittenToo() {
        Commit behind = large();

        assertThat(behind.durable()).succeedsWithin(3, TimeUnit.MINUTES);
    }

    private Commit large() {
        write(1);
        return Sample.title(store, Sample.IMAGE, "Behind");
    }

    @Test
    void afterTheFirstTimeNobodyWaitsForItAnyMore() {
        write(1).awaitDurable();
        write(2).awaitDurable();

        assertThat(place.puts()).isEqualTo(1);
        assertThat(shown()).isEqualTo(Json.of(picture(2)));
    }

    @Test
    void aPlaceThatSaysLaterOnlyAfterSecondsIsNotAskedASecondTime() {
        place.beforePut(() -> time.leap(Duration.ofSeconds(5)));
        place.refuse(FlakyPlace.later());
        Commit large = write(1);
        Commit behind = Sample.title(store, Sample.IMAGE, "Behind");

        assertThat(behind.durable()).succeedsWithin(3, TimeUnit.MINUTES);
        assertThat(large.durable()).isCompleted();
        assertThat(place.puts()).isEqualTo(1);
        assertThat(shown()).isEqualTo(Json.of(picture(1)));
    }

    @Test
    void closingAndOpeningLoseNothing() {
        write(1);
        Sample.title(store, Sample.IMAGE, "Behind");
        store.close();
        store = open();

        assertThat(shown()).isEqualTo(Json.of(picture(1)));
        assertThat(Sample.title(store, Sample.IMAGE)).isEqualTo("Behind");
    }

    @Test
    void whatIsNotInMemoryIsReadWhileABinaryIsOnItsWay() {
        store.close();
        store = open();
        write(1);
        CompletableFuture<Boolean> read = CompletableFuture.supplyAsync(() -> {
            store.flush();
            return true;
        });
        await(asked);

        assertThat(store.workflow(OTHER).name()).isEqualTo("Other");
        answer.countDown();
        assertThat(read).succeedsWithin(3, TimeUnit.MINUTES);
    }

    @Test
    void aBinaryThatIsTakenTooLateLeavesTheFieldAsItWasWritten() {
        write(1).awaitDurable();
        answer.countDown();
        write(2).awaitDurable();
        assertThat(shown()).isEqualTo(Json.of(picture(2)));

        assertThat(store.offload()).isEqualTo(1);
        assertThat(AssetRef.read(shown()).filter(ref -> store.assets().stat(ref).isPresent()))
                .isPresent();
    }
}
