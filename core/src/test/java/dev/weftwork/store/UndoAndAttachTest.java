package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.spi.StorageException;
import dev.weftwork.store.history.History;
import dev.weftwork.store.history.UndoResult;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Steps around the moment in which a store gets a server, and all that it decided by itself goes on under other names.
 * Edits do not wait for that, so they come at any point of it.
 */
final class UndoAndAttachTest {
    private final Site site = new Site();
    private final Host host = site.start();
    private final Store store = host.store();
    private History history;

    @BeforeEach
    void begin() {
        Sample.create(store);
        title("one");
        store.flush();
        history = store.history(Sample.POSTER);
    }

    private void title(String title) {
        Sample.title(store, Sample.IDEA, title);
    }

    private void undoes(String expected) {
        assertThat(history.undo())
                .isInstanceOfSatisfying(
                        UndoResult.Done.class,
                        done -> assertThat(done.skipped()).isEmpty());
        assertThat(Sample.title(store, Sample.IDEA)).isEqualTo(expected);
    }

    private void redoes(String expected) {
        assertThat(history.redo()).isInstanceOf(UndoResult.Done.class);
        assertThat(Sample.title(store, Sample.IDEA)).isEqualTo(expected);
    }

    /** Attaches, with work that comes in while everything is written under its other names. */
    private void attachDuring(Runnable work) {
        boolean[] due = {true};
        host.storage().beforeWrite(() -> runOnce(due, work));
        store.attach(Link.BINDING);
        assertThat(due[0]).as("whether the work is still to be done").isFalse();
    }

    /** Attaches, with work that comes in once everything was read under its other names. */
    private void attachBefore(Runnable work) {
        boolean[] due = {true};
        host.storage().beforeWrite(() -> host.storage().afterRead(() -> runOnce(due, work)));
        store.attach(Link.BINDING);
        assertThat(due[0]).as("whether the work is still to be done").isFalse();
    }

    private static void runOnce(boolean[] due, Runnable work) {
        if (due[0]) {
            due[0] = false;
            work.run();
        }
    }

    @Test
    void whatWasDoneBeforeIsTakenBackAfterIt() {
        title("two");
        store.attach(Link.BINDING);

        undoes("one");
        undoes("Idea");
        redoes("one");
        redoes("two");
    }

    @Test
    void whatWasDoneHereIsTakenBackAlsoIfAnotherProcessAttaches() {
        title("two");
        store.flush();
        site.start().store().attach(Link.BINDING);
        site.pass(Duration.ofSeconds(1));

        undoes("one");
        undoes("Idea");
        redoes("one");
        redoes("two");
    }

    @Test
    void anEditOnTheWayIsOneMoreStep() {
        attachDuring(() -> title("two"));

        undoes("one");
        undoes("Idea");
        redoes("one");
        redoes("two");
    }

    @Test
    void anEditRightBehindItIsOneMoreStep() {
        attachBefore(() -> title("two"));

        undoes("one");
        undoes("Idea");
        redoes("one");
        redoes("two");
    }

    @Test
    void aStepBackOnTheWayStays() {
        attachDuring(() -> undoes("Idea"));

        store.flush();
        assertThat(Sample.title(store, Sample.IDEA)).isEqualTo("Idea");
        redoes("one");
        undoes("Idea");
    }

    @Test
    void whatWasDoneBeforeIsTakenBackAlsoIfTheNewNamesCouldBeReadLaterOnly() {
        title("two");
        store.flush();
        host.storage().beforeWrite(() -> host.storage().failReads(new IOException("in use")));
        assertThatThrownBy(() -> store.attach(Link.BINDING))
                .isInstanceOfSatisfying(
                        StorageException.class,
                        why -> assertThat(why.getMessage() + why.remedy())
                                .doesNotContain("nothing was changed")
                                .contains("was changed as a whole"));
        host.storage().beforeWrite(() -> {});
        host.storage().failReads(null);

        store.attach(Link.BINDING);

        undoes("one");
        undoes("Idea");
        redoes("one");
    }
}
