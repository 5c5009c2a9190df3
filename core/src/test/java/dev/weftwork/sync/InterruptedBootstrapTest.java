package dev.weftwork.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.NodeId;
import dev.weftwork.memory.MemoryRemote;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A snapshot that was interrupted goes on where it stood. */
final class InterruptedBootstrapTest {
    private static final int PARTS = 5;
    private final ManualScheduler time = new ManualScheduler();
    private final MemoryWorkspace server = MemoryWorkspace.create("studio", time);
    private final Device ann = new Device(time, MemoryRemote.of(server, "ann"), 1, options -> options);
    private final Wire wire = new Wire(MemoryRemote.of(server, "bob"));

    @BeforeEach
    void aLargeWorkspaceThatBeginsInTheMiddle() {
        ann.createPoster();
        ann.store.edit(Device.POSTER, draft -> {
            for (int i = 0; i < 1_000 * PARTS - 10; i++) {
                String title = "node " + i;
                draft.addNode(NodeId.of("n" + i), "prompt", node -> node.title(title));
            }
        });
        time.advance(Duration.ofMinutes(10));
        server.compact(Duration.ofMinutes(1));
    }

    private Device bob() {
        return new Device(time, wire, 2, options -> options);
    }

    @Test
    void everyPartIsFetchedOnce() {
        wire.partsLeft = 3;
        Device bob = bob();
        time.advance(Duration.ofSeconds(30));
        assertThat(bob.store.workflows()).isEmpty();

        wire.partsLeft = 1;
        time.advance(Duration.ofMinutes(2));
        assertThat(wire.count("part")).isEqualTo(4);

        wire.partsLeft = 100;
        time.advance(Duration.ofMinutes(5));

        assertThat(wire.count("part")).isEqualTo(PARTS);
        assertThat(wire.count("snapshot")).isEqualTo(1);
        assertThat(bob.shows()).isEqualTo(ann.shows());
    }

    @Test
    void whatOthersDidMeanwhileFollowsFromThePull() {
        wire.partsLeft = 3;
        Device bob = bob();
        time.advance(Duration.ofSeconds(30));

        ann.node("n7", "changed meanwhile");
        ann.node("new", "made meanwhile");
        time.advance(Duration.ofSeconds(10));
        wire.partsLeft = 100;
        time.advance(Duration.ofMinutes(5));

        assertThat(wire.count("part")).isEqualTo(PARTS);
        assertThat(bob.title("n7")).isEqualTo("changed meanwhile");
        assertThat(bob.shows()).isEqualTo(ann.shows());
    }

    @Test
    void aSnapshotThatIsTooOldIsAskedForAnewAndWhatItSharesIsKept() {
        wire.partsLeft = 3;
        Device bob = bob();
        time.advance(Duration.ofSeconds(30));

        time.advance(Duration.ofHours(1));
        wire.partsLeft = 100;
        time.advance(Duration.ofMinutes(5));

        assertThat(wire.count("snapshot")).isEqualTo(2);
        assertThat(wire.count("part")).isEqualTo(PARTS);
        assertThat(bob.shows()).isEqualTo(ann.shows());
    }

    @Test
    void aPartThatIsGoneIsFetchedFromAnotherSnapshot() {
        wire.partsLeft = 3;
        Device bob = bob();
        time.advance(Duration.ofSeconds(30));

        wire.gone = true;
        wire.partsLeft = 100;
        time.advance(Duration.ofMinutes(5));

        assertThat(wire.count("snapshot")).isEqualTo(2);
        assertThat(wire.count("part")).isEqualTo(PARTS);
        assertThat(bob.shows()).isEqualTo(ann.shows());
    }
}
