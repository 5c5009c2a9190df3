package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.graph.Json;
import dev.weftwork.graph.WorkflowId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A host keeps items of its own, singly and in bulk. */
final class CollectionTest {
    private final Site site = new Site();
    private Host host = site.start();

    private ItemCollection files() {
        return host.store().collection("files");
    }

    @Test
    void anItemIsPutReadReplacedAndTakenAway() {
        assertThat(files().get("a")).isEmpty();

        files().put("a", Map.of("name", "fox.png"));
        assertThat(files().get("a")).contains(Json.parse("{\"name\":\"fox.png\"}"));

        files().put("a", null);
        assertThat(files().get("a")).contains(Json.NULL);

        files().remove("a");
        assertThat(files().get("a")).isEmpty();
        assertThat(files().name()).isEqualTo("files");
    }

    @Test
    void manyItemsAreOneOperation() {
        files().putAll(Map.of("b", 2, "a", 1, "c", 3));

        assertThat(host.store().oplog().unsaved()).hasSize(1);
        assertThat(files().all())
                .containsExactly(Map.entry("a", Json.of(1)), Map.entry("b", Json.of(2)), Map.entry("c", Json.of(3)));

        files().removeAll(List.of("a", "c", "c", "none"));

        assertThat(host.store().oplog().unsaved()).hasSize(2);
        assertThat(files().all()).containsOnlyKeys("b");
    }

    @Test
    void aCollectionCannotBeCalledLikeWhatWorkflowsAndTheirVersionsConsistOf() {
        assertThat(List.of("workflow", "node", "edge", "version", "version-chunk"))
                .allSatisfy(name -> assertThatThrownBy(() -> host.store().collection(name))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("'" + name + "'", "another name"));
    }

    @Test
    void takingAwayWhatIsNotThereIsNoOperation() {
        assertThat(files().remove("none").op()).isEmpty();
        assertThat(files().removeAll(List.of()).op()).isEmpty();
        assertThat(files().putAll(Map.of()).op()).isEmpty();
    }

    @Test
    void itemsComeBackAfterClosingAndAfterACrash() {
        files().putAll(Map.of("a", 1, "b", List.of(1, 2)));
        files().remove("a").awaitDurable();

        host = site.crashAll();
        assertThat(files().all()).containsExactly(Map.entry("b", Json.parse("[1,2]")));
        host = site.restart(host);
        assertThat(files().all()).containsExactly(Map.entry("b", Json.parse("[1,2]")));
        files().put("c", 3);
        host = site.restart(host);
        assertThat(files().all()).containsOnlyKeys("b", "c");
        host = site.restart(host);
        assertThat(files().all()).containsOnlyKeys("b", "c");
    }

    @Test
    void collectionsDoNotMixWithEachOtherNorWithWorkflows() {
        Sample.create(host.store());
        host.store().collection("models").put("a", "model");
        files().put("a", "file");

        assertThat(files().get("a")).contains(Json.of("file"));
        assertThat(host.store().collection("models").get("a")).contains(Json.of("model"));
        assertThat(host.store().workflows()).hasSize(1);
        assertThat(host.store().find(WorkflowId.of("@collections"))).isEmpty();
        host = site.restart(host);
        assertThat(host.store().workflows()).hasSize(1);
        assertThat(host.store().find(WorkflowId.of("@collections"))).isEmpty();
    }

    @Test
    void listenersHearOfEveryItemOfTheirCollection() {
        List<String> told = new ArrayList<>();
        List<WorkflowChange> workflows = new ArrayList<>();
        host.store().observeAll(workflows::add);
        Subscription subscription = files().observe(told::add);
        files().put("a", 1);
        host.store().collection("models").put("m", 1);
        files().putAll(Map.of("b", 1, "c", 1));
        files().remove("a");
        host.time().runDue();

        assertThat(told).startsWith("a").endsWith("a").containsExactlyInAnyOrder("a", "b", "c", "a");
        assertThat(workflows).isEmpty();

        subscription.close();
        files().put("d", 1);
        host.time().runDue();
        assertThat(told).doesNotContain("d");
    }

    @Test
    void settledItemsAreToldUnderTheSliceOfTheirCollection() {
        List<SettledChange> settled = new ArrayList<>();
        host.store().observeSettled(settled::add);
        files();
        host.store().slices().configure("files", SliceConfig.DEFAULT.withDebounce(Duration.ofMillis(50)));

        files().put("123", 1);
        files().put("456", 1);
        files().put("123", 2);
        site.pass(Duration.ofMillis(50));

        assertThat(settled).extracting(SettledChange::slice).containsExactly("files", "files");
        assertThat(settled).extracting(change -> change.key().id()).containsExactly("123", "456");
    }

    @Test
    void aPutThatIsRetriedNeverRevivesWhatWasTakenAwayAfterIt() {
        files().put("a", 1).awaitDurable();
        host.storage().refuseWrites(new IOException("busy"));
        files().put("a", 2);
        site.pass(Duration.ofSeconds(1));
        files().remove("a");
        site.pass(Duration.ofSeconds(1));

        host.storage().refuseWrites(null);
        site.pass(Duration.ofSeconds(10));

        assertThat(files().get("a")).isEmpty();
        host = site.crashAll();
        assertThat(files().get("a")).isEmpty();
    }

    @Test
    void itemsOfAnotherProcessAreSeenAndTold() {
        List<String> told = new ArrayList<>();
        Host other = site.start();
        other.store().collection("files").observe(told::add);

        files().put("a", 1);
        files().put("b", 1);
        files().remove("a");
        site.pass(Duration.ofMillis(200));

        assertThat(other.store().collection("files").all()).containsOnlyKeys("b");
        assertThat(told).containsExactly("a", "b", "a");
    }

    @Test
    void valuesReadEarlierDoNotChange() {
        files().put("a", 1);
        Map<String, Json> before = files().all();

        files().put("b", 1);

        assertThat(before).containsOnlyKeys("a");
    }
}
