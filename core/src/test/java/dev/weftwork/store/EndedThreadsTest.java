package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A host that ends its threads before its store loses nothing that it edits, only what was done beside it. */
final class EndedThreadsTest {
    private final Site site = new Site();
    private final Host host = site.start();
    private final Store store = host.store();

    @BeforeEach
    void create() {
        Sample.create(store);
        site.pass(Duration.ofMinutes(1));
    }

    @Test
    void editsAreTakenAndStoredWhenTheStoreCloses() {
        host.time().close();

        Sample.title(store, Sample.IDEA, "one");
        Sample.title(store, Sample.IDEA, "two");
        site.stop(host);

        assertThat(Sample.title(site.start().store(), Sample.IDEA)).isEqualTo("two");
        assertThat(host.storage().closed()).isTrue();
    }

    @Test
    void editsCanBeAwaited() {
        host.time().close();

        Sample.title(store, Sample.IDEA, "one").awaitDurable();
        Commit second = Sample.title(store, Sample.IDEA, "two");
        store.flush();

        assertThat(second.durable()).isCompleted();
        assertThat(Sample.title(site.crashAll().store(), Sample.IDEA)).isEqualTo("two");
    }

    @Test
    void askingForAFutureDoesNotFail() {
        host.time().close();
        Commit commit = Sample.title(store, Sample.IDEA, "one");

        assertThat(commit.durable()).isNotDone();
        store.flush();
        host.time().runDue();

        assertThat(commit.durable()).isCompleted();
    }

    @Test
    void aStorageThatRefusesIsAskedAgainByTheNextWhoWaits() {
        Commit commit = Sample.title(store, Sample.IDEA, "one");
        host.storage().refuseWrites(new IOException("busy"));
        site.pass(Duration.ofSeconds(1));
        host.time().close();
        host.storage().refuseWrites(null);

        commit.awaitDurable();

        assertThat(Sample.title(site.crashAll().store(), Sample.IDEA)).isEqualTo("one");
    }

    @Test
    void listenersOfEveryKindHearNothingMoreAndDoNotDisturb() {
        List<Object> told = new ArrayList<>();
        store.observe(Sample.POSTER, told::add);
        store.observeSettled(told::add);
        host.time().close();

        Sample.title(store, Sample.IDEA, "one");
        site.stop(host);

        assertThat(Sample.title(site.start().store(), Sample.IDEA)).isEqualTo("one");
        assertThat(host.storage().closed()).isTrue();
    }
}
