package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weftwork.metrics.StoreMetrics;
import dev.weftwork.schema.Migrations;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every operation is counted: edits of every form, writes, folds, loads and migrations, with their failures. */
final class MetricsTest {
    private final Site site = new Site();
    private final Host host = site.start();
    private final Store store = host.store();

    private StoreMetrics.Snapshot now() {
        return store.metrics().snapshot();
    }

    @Test
    void everyFormOfEditIsCounted() {
        Sample.create(store);
        store.renameWorkflow(Sample.POSTER, "x");
        store.collection("files").put("a", 1);
        Gesture gesture = store.gesture(Sample.POSTER);
        gesture.frame(draft -> draft.moveNode(Sample.IDEA, 1, 1));
        gesture.commit();
        store.oplog().append(Sample.POSTER, List.of());
        store.removeWorkflow(Sample.POSTER);

        assertThat(now().edits().total()).isEqualTo(6);
        assertThat(now().edits().failed()).isZero();
    }

    @Test
    void anEditThatIsRefusedIsCountedAsFailed() {
        Sample.create(store);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.edit(
                        Sample.POSTER, draft -> draft.removeEdge(Sample.FIRST).removeEdge(Sample.FIRST)));

        assertThat(now().edits().total()).isEqualTo(2);
        assertThat(now().edits().failed()).isEqualTo(1);
    }

    @Test
    void writesAreCountedPerCommitAndOperationsOneByOne() {
        Sample.create(store).awaitDurable();
        for (int i = 0; i < 10; i++) {
            Sample.move(store, Sample.IDEA, i);
        }
        store.flush();

        assertThat(now().writes().total()).isEqualTo(2);
        assertThat(now().opsWritten()).isEqualTo(11);
        assertThat(now().bytesWritten()).isGreaterThan(1_000);
    }

    @Test
    void writesThatFailAreCountedAndSoAreTheTriesAfterThem() {
        Sample.create(store).awaitDurable();
        site.disk.failWrites(3, new IOException("busy"));
        Sample.title(store, Sample.IDEA, "x");
        site.pass(Duration.ofSeconds(1));

        assertThat(now().writes().failed()).isEqualTo(3);
        assertThat(now().storageFailures()).isEqualTo(3);
        assertThat(now().retries()).isEqualTo(3);
        assertThat(now().writes().successful()).isEqualTo(2);
        assertThat(now().writes().successRate()).isEqualTo(40.0);
    }

    @Test
    void foldsAndLoadsAreCounted() {
        Sample.create(store);
        site.pass(Duration.ofSeconds(3));
        assertThat(now().folds().total()).isEqualTo(1);
        assertThat(now().loads().total()).isZero();

        Store again = site.restart(host).store();
        again.workflow(Sample.POSTER);
        again.workflow(Sample.POSTER);
        assertThat(again.metrics().snapshot().loads().total()).isEqualTo(1);
    }

    @Test
    void migrationsAreCounted() {
        site.stop(host);
        Migrations steps = Migrations.none().with(1, transaction -> transaction.setting("new", "1"));

        Store again = site.start(builder -> builder.migrations(steps)).store();

        assertThat(again.metrics().snapshot().migrations().total()).isEqualTo(1);
        assertThat(again.metrics().snapshot().migrations().successful()).isEqualTo(1);
    }

    @Test
    void aListenerIsToldWhenFailuresPassALimit() {
        List<Long> alerts = new ArrayList<>();
        store.metrics().writes().alert(writes -> writes.failed() > 10, writes -> alerts.add(writes.failed()));
        Sample.create(store).awaitDurable();
        site.disk.failWrites(20, new IOException("busy"));
        Sample.title(store, Sample.IDEA, "x");

        site.pass(Duration.ofMinutes(5));

        assertThat(alerts).containsExactly(11L);
    }

    @Test
    void theLastHundredDurationsAreKept() {
        Sample.create(store);
        for (int i = 0; i < 149; i++) {
            Sample.move(store, Sample.IDEA, i).awaitDurable();
        }

        assertThat(now().edits().total()).isEqualTo(150);
        assertThat(now().edits().recent()).hasSize(100);
        store.metrics().reset();
        assertThat(now().edits().total()).isZero();
        assertThat(now().opsWritten()).isZero();
    }
}
