package dev.weftwork.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.EntityKey;
import dev.weftwork.change.ServerAdmission;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.NodeId;
import dev.weftwork.memory.MemoryRemote;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.store.Commit;
import dev.weftwork.store.ItemCollection;
import dev.weftwork.store.SyncOutcome;
import dev.weftwork.store.history.Versions;
import dev.weftwork.version.SavedVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An id whose entity was removed for good, after the server's retention, can be used again by whoever knows of that. */
final class RebirthTest {
    private static final NodeId IDEA = NodeId.of("idea");

    private final ManualScheduler time = new ManualScheduler();
    private final MemoryWorkspace server = MemoryWorkspace.create("studio", time);
    private final List<Device> devices = new ArrayList<>();

    @AfterEach
    void nothingWasThrownAndNothingHadToBeRepaired() {
        assertThat(time.failures()).isEmpty();
        for (Device device : devices) {
            assertThat(device.engine.metrics().entitiesRepaired()).isZero();
            assertThat(content(device)).isEqualTo(content(devices.get(0)));
        }
    }

    private Device device(String name) {
        Device device = new Device(time, MemoryRemote.of(server, name), devices.size() + 1, options -> options);
        devices.add(device);
        pass();
        return device;
    }

    private void pass() {
        for (int round = 0; round < 3; round++) {
            time.advance(Duration.ofMinutes(1));
        }
    }

    private void retentionPasses() {
        pass();
        server.compact(Duration.ZERO);
        pass();
    }

    private static ItemCollection settings(Device device) {
        return device.store.collection("settings");
    }

    private void outcome(Commit commit, Class<? extends SyncOutcome> outcome) {
        pass();
        assertThat(commit.synced()).isCompletedWithValueMatching(outcome::isInstance, outcome.getSimpleName());
    }

    @Test
    void aKeyThatWasRemovedLongAgoIsSetAgain() {
        Device ann = device("ann");
        Device bob = device("bob");
        settings(ann).put("theme", "dark");
        pass();
        settings(bob).remove("theme");
        retentionPasses();

        outcome(settings(ann).putAll(Map.of("theme", "light", "font", "large")), SyncOutcome.Admitted.class);

        assertThat(settings(bob).get("theme")).contains(Json.of("light"));
        assertThat(settings(bob).all()).isEqualTo(settings(ann).all()).hasSize(2);
        assertThat(ann.store.oplog().dead()).isEmpty();
    }

    @Test
    void nothingOfTheFormerLifeComesBackWhereItWasKnown() {
        Device ann = device("ann");
        ann.createPoster();
        ann.store.edit(
                Device.POSTER,
                draft -> draft.addNode(
                        IDEA, "prompt", node -> node.title("First").at(1, 2).config("seed", 7)));
        pass();
        ann.store.edit(Device.POSTER, draft -> draft.removeNode(IDEA));
        retentionPasses();
        Device cleo = device("cleo");
        assertThat(cleo.store.workflow(Device.POSTER).nodeCount()).isZero();

        outcome(
                cleo.store.edit(Device.POSTER, draft -> draft.addNode(IDEA, "image", node -> node.config("steps", 20))),
                SyncOutcome.Admitted.class);

        assertThat(ann.store.workflow(Device.POSTER).node(IDEA)).hasValueSatisfying(node -> {
            assertThat(node.type()).isEqualTo("image");
            assertThat(node.title()).isEmpty();
            assertThat(node.position()).isNull();
            assertThat(node.config()).containsOnlyKeys("steps");
        });
        assertThat(content(device("dora"))).isEqualTo(content(ann));
    }

    @Test
    void itDiesAndIsRemovedAndBeginsAnewAgain() {
        Device ann = device("ann");
        ann.createPoster();
        for (int life = 1; life <= 3; life++) {
            String title = "Life " + life;
            Device other = device("device " + life);
            outcome(other.node("idea", title), SyncOutcome.Admitted.class);
            assertThat(ann.title("idea")).isEqualTo(title);
            ann.store.edit(Device.POSTER, draft -> draft.removeNode(IDEA));
            retentionPasses();
            assertThat(server.state(Device.POSTER).entity(EntityKey.of(IDEA))).isNull();
        }
    }

    @Test
    void aVersionFromBeforeIsGoneBackTo() throws Exception {
        Device ann = device("ann");
        Device bob = device("bob");
        ann.createPoster();
        ann.node("keep", "Keep");
        ann.node("idea", "Idea");
        Versions versions = ann.store.versions(Device.POSTER);
        SavedVersion first = versions.save("ann", "first").version();
        String before = content(ann);
        ann.store.edit(Device.POSTER, draft -> draft.removeNode(IDEA));
        ann.node("keep", "Kept");
        retentionPasses();
        Device cleo = device("cleo");

        for (Device device : List.of(bob, cleo)) {
            Versions.Saved back = device.store
                    .versions(Device.POSTER)
                    .rollback(first, "somebody")
                    .orElseThrow();
            outcome(back.commit(), SyncOutcome.Admitted.class);
            assertThat(content(ann)).isEqualTo(before);
            assertThat(device.store.oplog().dead()).isEmpty();
            ann.store.edit(Device.POSTER, draft -> draft.removeNode(IDEA));
            retentionPasses();
        }
    }

    @Test
    void whoDoesNotKnowThatItEndedIsRefused() {
        Device ann = device("ann");
        Device bob = device("bob");
        settings(ann).put("theme", "dark");
        pass();
        bob.engine.stop();
        settings(ann).remove("theme");
        pass();
        Commit late = settings(bob).put("theme", "late");
        retentionPasses();

        bob.engine.start();
        outcome(late, SyncOutcome.Rejected.class);

        assertThat(bob.store.oplog().dead())
                .singleElement()
                .satisfies(dead -> assertThat(dead.code()).isEqualTo(ServerAdmission.ENTITY_PURGED));
        assertThat(settings(bob).get("theme")).isEmpty();
        outcome(settings(bob).put("theme", "now"), SyncOutcome.Admitted.class);
    }

    @Test
    void whoTakesADeletionBackCountsOnWhatIsGoneAndIsRefused() {
        Device ann = device("ann");
        ann.createPoster();
        ann.node("idea", "Idea");
        pass();
        ann.store.edit(Device.POSTER, draft -> draft.removeNode(IDEA));
        retentionPasses();

        ann.store.history(Device.POSTER).undo();
        pass();

        assertThat(ann.title("idea")).isEqualTo("none");
        assertThat(ann.store.oplog().dead()).hasSize(1);
    }

    /** But for versions: who saw the former life counts on from it. */
    private static String content(Device device) {
        return device.store
                        .find(Device.POSTER)
                        .map(workflow -> workflow.nodes().stream()
                                .map(node -> node.id() + node.type() + node.title() + node.position() + node.config())
                                .toList()
                                .toString())
                        .orElse("none")
                + settings(device).all();
    }
}
