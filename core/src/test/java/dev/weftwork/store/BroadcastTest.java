package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.spi.Broadcast;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Processes that tell each other of their edits see them at once; what they show still comes from the storage. */
final class BroadcastTest {
    /** Less than the time until a process looks by itself. */
    private static final Duration MOMENT = Duration.ofMillis(5);

    private final Site site = new Site();
    private final Bus bus = new Bus();

    /** A host's way between processes; each hears what any of them says. */
    private static final class Bus implements Broadcast {
        final List<Consumer<Message>> listeners = new CopyOnWriteArrayList<>();
        final List<Message> messages = new ArrayList<>();
        boolean silent;

        @Override
        public void publish(Message message) {
            messages.add(message);
            if (!silent) {
                listeners.forEach(listener -> listener.accept(message));
            }
        }

        @Override
        public AutoCloseable listen(Consumer<Message> listener) {
            listeners.add(listener);
            return () -> listeners.remove(listener);
        }
    }

    private Host process() {
        Host host = site.start(builder -> builder.broadcast(bus));
        if (host.store().find(Sample.POSTER).isEmpty()) {
            Sample.create(host.store()).awaitDurable();
        }
        site.pass(Duration.ofSeconds(1));
        return host;
    }

    private void titled(Host host, String title) {
        Sample.title(host.store(), Sample.IDEA, title).awaitDurable();
        site.pass(MOMENT);
    }

    @Test
    void anEditIsSeenBeforeTheNextLook() {
        Host one = process();
        Host two = process();

        titled(one, "told");

        assertThat(Sample.title(two.store(), Sample.IDEA)).isEqualTo("told");
    }

    @Test
    void anEditNamesItsEntityAndItsCommit() {
        Host one = process();
        bus.messages.clear();

        titled(one, "first");
        titled(one, "second");

        assertThat(bus.messages).extracting(Broadcast.Message::entity).containsExactly("node", "node");
        assertThat(bus.messages).extracting(Broadcast.Message::id).containsExactly("idea", "idea");
        assertThat(bus.messages.get(1).version()).isEqualTo(bus.messages.get(0).version() + 1);
    }

    @Test
    void aLostMessageOnlyMeansLater() {
        Host one = process();
        Host two = process();
        bus.silent = true;

        titled(one, "untold");
        assertThat(Sample.title(two.store(), Sample.IDEA)).isEqualTo("Idea");

        site.pass(Duration.ofMillis(110));
        assertThat(Sample.title(two.store(), Sample.IDEA)).isEqualTo("untold");
    }

    @Test
    void anOldMessageIsNoReasonToLook() {
        Host one = process();
        Host two = process();
        titled(one, "told");
        Broadcast.Message old = bus.messages.get(bus.messages.size() - 1);
        bus.silent = true;
        titled(one, "untold");
        bus.silent = false;

        bus.publish(old);
        site.pass(MOMENT);

        assertThat(Sample.title(two.store(), Sample.IDEA)).isEqualTo("told");
    }

    @Test
    void aBroadcastThatFailsHurtsNothing() {
        Host one = process();
        Host two = process();
        bus.listeners.add(0, message -> {
            throw new IllegalStateException("the bus is down");
        });

        titled(one, "kept");

        site.pass(Duration.ofMillis(110));
        assertThat(Sample.title(two.store(), Sample.IDEA)).isEqualTo("kept");
        assertThat(one.time().failures()).isEmpty();
    }

    @Test
    void aClosedStoreListensNoMore() {
        Host one = process();

        site.stop(one);

        assertThat(bus.listeners).isEmpty();
    }
}
