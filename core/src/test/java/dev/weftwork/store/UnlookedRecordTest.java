package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a server says is written down without a look at what other processes wrote, unless it turns out that they did. */
final class UnlookedRecordTest {
    private final Link link = new Link(MemoryWorkspace.create("studio", new ManualScheduler(1_780_000_000_000L)));
    private final Site site = new Site();
    private final Store one = site.start().store();
    private final Store two = site.start().store();

    @BeforeEach
    void attach() {
        one.attach(Link.BINDING);
        Sample.create(one);
        link.sync(one);
        site.pass(Duration.ofMillis(110));
    }

    @Test
    void aVerdictOnAnEditThatThisProcessHasNotSeenIsNotLost() {
        Sample.title(two, Sample.IDEA, "of the other process").awaitDurable();
        Exchanged answer = link.send(Link.offer(two));

        Receipt receipt = one.replication().record(answer);

        assertThat(receipt.admitted()).isEqualTo(1);
        assertThat(one.replication().state().pending()).isZero();
        assertThat(Sample.title(one, Sample.IDEA)).isEqualTo("of the other process");
    }

    @Test
    void whatOthersDidComesBehindAnEditThatThisProcessHasNotSeen() {
        Store peer = new Site().start().store();
        peer.attach(Link.BINDING);
        link.sync(peer);
        Sample.move(peer, Sample.IDEA, 77);
        link.sync(peer);
        Sample.title(two, Sample.IDEA, "of the other process").awaitDurable();

        Receipt receipt = link.pull(one);

        assertThat(receipt.pulled()).isEqualTo(1);
        assertThat(one.replication().state().pending()).isEqualTo(1);
        assertThat(Sample.title(one, Sample.IDEA)).isEqualTo("of the other process");
        assertThat(Sample.node(one, Sample.IDEA).position())
                .isEqualTo(Sample.node(peer, Sample.IDEA).position());
    }
}
