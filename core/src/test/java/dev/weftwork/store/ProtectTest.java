package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.Verdict;
import dev.weftwork.graph.Ids;
import dev.weftwork.graph.Json;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.secret.Keys;
import dev.weftwork.secret.Revealed;
import dev.weftwork.secret.Sealer;
import dev.weftwork.secret.SecretFields;
import dev.weftwork.secret.SecretKeys;
import dev.weftwork.spi.OpAnswer;
import dev.weftwork.spi.RemoteTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A field that is marked later: what lies there is encrypted, and nothing of it stays in the storage. */
final class ProtectTest {
    private static final String CANARY = "sk-roter-milan-2718";
    private static final SecretFields FIELDS = SecretFields.of("config.apiKey", "config.token@http", "prompts:value");
    private static final Sealer SEALER = Keys.sealer(FIELDS, SecretKeys.of(Keys.key("key-1", 1)));

    private final MemoryWorkspace server = MemoryWorkspace.create("studio", new ManualScheduler(1_780_000_000_000L));
    private final Link link = new Link(server);
    private final Site site = new Site();
    private Host host = site.start();
    private Store store = host.store();

    /** The field is marked from here on. */
    private void mark() {
        site.stop(host);
        host = site.start(builder -> builder.secrets(SEALER));
        store = host.store();
    }

    private Commit apiKey(Store of, String value) {
        return of.edit(Sample.POSTER, draft -> draft.config(Sample.IDEA, "apiKey", value));
    }

    private Revealed apiKey() {
        return store.secrets().reveal(Sample.POSTER, Sample.IDEA, "apiKey");
    }

    private static Revealed open(String value) {
        return new Revealed.Open("key-1", Json.of(value));
    }

    private String disk() {
        store.flush();
        StringBuilder all = new StringBuilder(Dump.of(store, site.disk));
        store.oplog().entries().forEach(all::append);
        all.append(store.oplog().dead());
        all.append(store.replication().conflicts());
        return all.toString();
    }

    @Test
    void whatLiesThereIsEncryptedInRowsAndLog() {
        Sample.create(store);
        apiKey(store, CANARY);
        store.collection("prompts").put("p", CANARY);
        site.pass(Duration.ofMinutes(1));
        apiKey(store, CANARY + " newer").awaitDurable();
        mark();
        assertThat(disk()).contains(CANARY);
        assertThat(apiKey().kind()).isEqualTo(Revealed.Kind.PLAIN);

        Protection protection = store.secrets().protect();

        assertThat(protection.encrypted()).isEqualTo(2);
        assertThat(protection.complete()).isTrue();
        assertThat(disk()).doesNotContain(CANARY);
        assertThat(apiKey()).isEqualTo(open(CANARY + " newer"));
        Json item = store.collection("prompts").get("p").orElseThrow();
        assertThat(store.secrets().open(new EntityKind("prompts"), "value", item))
                .isEqualTo(open(CANARY));
        assertThat(store.secrets().protect()).isEqualTo(new Protection(0, java.util.Set.of()));
    }

    @Test
    void whatAVersionHoldsFromBeforeIsTold() {
        Sample.create(store);
        apiKey(store, CANARY);
        store.versions(Sample.POSTER).save("Ann", "");
        apiKey(store, "another").awaitDurable();
        mark();

        Protection protection = store.secrets().protect();

        assertThat(protection.left()).containsExactly(Protection.Rest.SAVED_VERSIONS);
        assertThat(protection.complete()).isFalse();
    }

    @Test
    void aVersionThatHoldsNothingSecretIsNotInTheWay() {
        Sample.create(store);
        store.edit(Sample.POSTER, draft -> draft.config(Sample.IDEA, "token", "no secret in a node of this type"));
        store.versions(Sample.POSTER).save("Ann", "");
        store.flush();
        mark();
        apiKey(store, CANARY);
        store.versions(Sample.POSTER).save("Ann", "encrypted");

        assertThat(store.secrets().protect().complete()).isTrue();
    }

    @Test
    void aVersionThatCannotBeReadMayHoldAnything() {
        Sample.create(store);
        MadeUp.chunk(store, "honest", Json.of("junk"));
        store.flush();
        mark();

        assertThat(store.secrets().protect().left()).containsExactly(Protection.Rest.SAVED_VERSIONS);
    }

    @Test
    void whatADeletedNodeHeldIsEncryptedToo() {
        Sample.create(store);
        apiKey(store, CANARY);
        store.edit(Sample.POSTER, draft -> draft.removeNode(Sample.IDEA)).awaitDurable();
        mark();

        assertThat(store.secrets().protect().encrypted()).isEqualTo(1);

        assertThat(disk()).contains("$enc").doesNotContain(CANARY);
    }

    @Test
    void anotherProcessOnTheFileGoesOn() {
        Sample.create(store);
        apiKey(store, CANARY).awaitDurable();
        Host other = site.start();
        Sample.title(other.store(), Sample.IMAGE, "unread");
        site.stop(host);
        host = site.start(builder -> builder.secrets(SEALER));
        store = host.store();

        assertThat(store.secrets().protect().complete()).isTrue();
        site.pass(Duration.ofSeconds(1));

        assertThat(Sealer.isSealed(Sample.node(other.store(), Sample.IDEA).config("apiKey")))
                .isTrue();
        Sample.title(other.store(), Sample.IDEA, "goes on").awaitDurable();
        site.pass(Duration.ofSeconds(1));
        assertThat(Sample.title(store, Sample.IDEA)).isEqualTo("goes on");
        assertThat(Sample.title(store, Sample.IMAGE)).isEqualTo("unread");
    }

    @Test
    void whatWaitsIsEncryptedBeforeItLeavesEvenIfNobodyAsks() {
        store.attach(Link.BINDING);
        Sample.create(store);
        store.edit(
                Sample.POSTER,
                draft -> draft.updateNode(Sample.IDEA, node -> node.type("http").config("token", CANARY)));
        apiKey(store, CANARY).awaitDurable();
        mark();

        List<Op> offered = Link.offer(store);

        assertThat(offered).isNotEmpty();
        assertThat(offered.toString()).contains("$enc").doesNotContain(CANARY);
        assertThat(apiKey()).isEqualTo(open(CANARY));
        assertThat(store.secrets().reveal(Sample.POSTER, Sample.IDEA, "token")).isEqualTo(open(CANARY));
        assertThat(Sample.node(store, Sample.IDEA).type()).isEqualTo("http");
        assertThat(Sample.node(store, Sample.IDEA).config("text")).isEqualTo(Json.of("a red fox"));
    }

    @Test
    void whatWaitsAndWasNeverOfferedLeavesNoTrace() {
        store.attach(Link.BINDING);
        Sample.create(store);
        Commit commit = apiKey(store, CANARY);
        commit.awaitDurable();
        mark();

        Protection protection = store.secrets().protect();

        assertThat(protection.complete()).isTrue();
        assertThat(disk()).contains("$enc").doesNotContain(CANARY);
        assertThat(store.oplog().pending())
                .extracting(Op::id)
                .contains(commit.op().orElseThrow());
        link.sync(store);
        assertThat(apiKey()).isEqualTo(open(CANARY));
        assertThat(site.crashAll().store().workflow(Sample.POSTER)).isEqualTo(store.workflow(Sample.POSTER));
    }

    @Test
    void whatWasOfferedStaysAsItWasOfferedUntilTheServerHasSpoken() {
        store.attach(Link.BINDING);
        Sample.create(store);
        apiKey(store, CANARY);
        List<Op> offered = Link.offer(store);
        mark();

        assertThat(store.secrets().protect().left()).contains(Protection.Rest.OFFERED);
        assertThat(store.oplog().pending()).containsAll(offered);

        link.sync(store);
        link.sync(store);
        Protection again = store.secrets().protect();
        assertThat(again.complete()).isTrue();
        assertThat(disk()).contains("$enc").doesNotContain(CANARY);
        assertThat(apiKey()).isEqualTo(open(CANARY));
    }

    @Test
    void whatTheServerHasAdmittedStaysUntilItAdmitsTheEncryption() {
        store.attach(Link.BINDING);
        Sample.create(store);
        apiKey(store, CANARY);
        link.sync(store);
        mark();

        Protection first = store.secrets().protect();
        assertThat(first.encrypted()).isEqualTo(1);
        assertThat(first.left()).containsExactly(Protection.Rest.AWAITS_SERVER);
        assertThat(apiKey()).isEqualTo(open(CANARY));

        link.sync(store);
        assertThat(store.secrets().protect()).isEqualTo(new Protection(0, java.util.Set.of()));
        assertThat(disk()).contains("$enc").doesNotContain(CANARY);
    }

    @Test
    void conflictsAndRefusedOperationsAreEncrypted() {
        Site there = new Site();
        Store bob = there.start(builder -> builder.ids(Ids.seeded(99, () -> 1_780_000_000_000L)))
                .store();
        store.attach(Link.BINDING);
        bob.attach(Link.BINDING);
        Sample.create(store);
        link.sync(store);
        link.sync(bob);
        apiKey(store, CANARY + " mine");
        apiKey(bob, CANARY + " theirs");
        link.sync(store);
        link.sync(bob);
        link.sync(store);
        OpId dead = refuse(apiKey(store, CANARY + " refused"));
        assertThat(store.replication().conflicts()).isNotEmpty();
        mark();
        assertThat(disk()).contains(CANARY);

        store.secrets().protect();
        link.sync(store);
        assertThat(store.secrets().protect().complete()).isTrue();

        assertThat(disk()).contains("$enc").doesNotContain(CANARY);
        Conflict conflict = store.replication().conflicts().get(0);
        assertThat(store.secrets()
                        .open(EntityKind.NODE, "config.apiKey", conflict.mine().value()))
                .isEqualTo(open(CANARY + " mine"));
        assertThat(store.oplog().dead()).extracting(each -> each.op().id()).containsExactly(dead);
    }

    private OpId refuse(Commit commit) {
        OpId id = commit.op().orElseThrow();
        List<Op> sent = Link.offer(store);
        OpAnswer no = new OpAnswer.Decided(new Verdict.Rejected(id, "NO", "It may not be"));
        store.replication()
                .record(Exchanged.push(
                        sent, List.of(no), new RemoteTime(1_780_000_000_000L, 1_780_000_000_000L << 16)));
        return id;
    }

    @Test
    void whatAServerRefusedForItsPlaintextCanBeSentEncrypted() {
        store.attach(Link.BINDING);
        Sample.create(store);
        link.sync(store);
        OpId refused = refuse(apiKey(store, CANARY));
        mark();

        store.oplog().retry(refused).awaitDurable();

        assertThat(Link.offer(store).toString()).contains("$enc").doesNotContain(CANARY);
        assertThat(apiKey()).isEqualTo(open(CANARY));
    }

    @Test
    void withoutAKeyNothingLeavesThatShouldBeEncrypted() {
        store.attach(Link.BINDING);
        Sample.create(store);
        apiKey(store, CANARY).awaitDurable();
        site.stop(host);
        host = site.start(builder -> builder.secrets(Keys.sealer(FIELDS, Keys.failing())));
        store = host.store();

        assertThat(Link.offer(store).toString()).contains("Poster").doesNotContain(CANARY);

        mark();
        assertThat(Link.offer(store).toString()).contains("$enc").doesNotContain(CANARY);
    }

    @Test
    void aPeersPlaintextIsEncryptedInTheConflictThatItMakes() {
        Site there = new Site();
        Store bob = there.start(builder -> builder.ids(Ids.seeded(99, () -> 1_780_000_000_000L)))
                .store();
        mark();
        store.attach(Link.BINDING);
        bob.attach(Link.BINDING);
        Sample.create(store);
        link.sync(store);
        link.sync(bob);
        apiKey(store, "mine");
        apiKey(bob, CANARY);
        link.sync(bob);
        link.sync(store);
        link.sync(store);

        assertThat(store.replication().conflicts().toString()).contains("$enc").doesNotContain(CANARY);
    }

    @Test
    void withoutKeysNothingCanBeProtected() {
        Sample.create(store);

        assertThatIllegalStateException()
                .isThrownBy(() -> store.secrets().protect())
                .withMessageContaining("There is no key");
        assertThatIllegalStateException()
                .isThrownBy(() -> store.secrets().rotate())
                .withMessageContaining("There is no key");
    }

    @Test
    void rotatingEncryptsAnewWithTheCurrentKey() {
        mark();
        Sample.create(store);
        apiKey(store, CANARY);
        Json tampered = Keys.sealer(FIELDS, SecretKeys.of(Keys.key("key-1", 1)))
                .seal(EntityKind.NODE, "config.other", Json.of("x"));
        Json locked = Keys.sealer(FIELDS, SecretKeys.of(Keys.key("key-0", 0)))
                .seal(EntityKind.NODE, "config.apiKey", Json.of("y"));
        store.edit(
                Sample.POSTER,
                draft -> draft.config(Sample.IMAGE, "apiKey", tampered).config(Sample.GROUP, "apiKey", locked));
        site.stop(host);
        SecretKeys both = SecretKeys.of(Keys.key("key-2", 2), Keys.key("key-1", 1));
        host = site.start(builder -> builder.secrets(Keys.sealer(FIELDS, both)));
        store = host.store();
        assertThat(apiKey()).isEqualTo(open(CANARY));

        assertThat(store.secrets().rotate()).isEqualTo(new Rotation("key-2", 1, 2));

        assertThat(apiKey()).isEqualTo(new Revealed.Open("key-2", Json.of(CANARY)));
        assertThat(Sample.node(store, Sample.IMAGE).config("apiKey")).isEqualTo(tampered);
        assertThat(Sample.node(store, Sample.GROUP).config("apiKey")).isEqualTo(locked);
        assertThat(store.secrets().rotate()).isEqualTo(new Rotation("key-2", 0, 2));
        assertThat(store.secrets().reveal(Sample.POSTER, EntityKey.of(Sample.IDEA), "config.apiKey"))
                .as("after a restart")
                .isEqualTo(apiKey());
    }

    @Test
    void rotatingOverwritesNothingThatAPeerWroteMeanwhile() {
        mark();
        store.attach(Link.BINDING);
        Sample.create(store);
        apiKey(store, "old");
        link.sync(store);
        Site there = new Site();
        Store bob = there.start(builder ->
                        builder.ids(Ids.seeded(99, () -> 1_780_000_000_000L)).secrets(SEALER))
                .store();
        bob.attach(Link.BINDING);
        link.sync(bob);
        site.stop(host);
        SecretKeys both = SecretKeys.of(Keys.key("key-2", 2), Keys.key("key-1", 1));
        host = site.start(builder -> builder.secrets(Keys.sealer(FIELDS, both)));
        store = host.store();

        apiKey(bob, "new");
        link.sync(bob);
        site.pass(Duration.ofSeconds(5));
        assertThat(store.secrets().rotate().renewed()).isEqualTo(1);
        link.sync(store);
        link.sync(bob);

        assertThat(apiKey()).isEqualTo(open("new"));
        assertThat(bob.workflow(Sample.POSTER)).isEqualTo(store.workflow(Sample.POSTER));
    }
}
