package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.weftwork.change.Op;
import dev.weftwork.graph.Ids;
import dev.weftwork.graph.Json;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.secret.EncryptionKey;
import dev.weftwork.secret.Keys;
import dev.weftwork.secret.Revealed;
import dev.weftwork.secret.Sealer;
import dev.weftwork.secret.SecretFields;
import dev.weftwork.secret.SecretKeys;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** While the keys are locked, everything that needs none goes on, and what needs one waits. */
final class LockedKeysTest {
    private static final String CANARY = "sk-blauer-reiher-3141";

    private final LockableKeys keys = new LockableKeys();
    private final Sealer sealer = Keys.sealer(SecretFields.of("config.apiKey"), keys);
    private final MemoryWorkspace server = MemoryWorkspace.create("studio", new ManualScheduler(1_780_000_000_000L));
    private final Link link = new Link(server);
    private final Site here = new Site();
    private final Site there = new Site();
    private final Host host = here.start(builder -> builder.secrets(sealer));
    private Store ann = host.store();
    /** On bob's device the field is not marked. */
    private final Store bob = there.start(builder -> builder.ids(Ids.seeded(99, () -> 1_780_000_000_000L)))
            .store();

    /** A key chain that can be locked. */
    private static final class LockableKeys implements SecretKeys {
        private final SecretKeys chain = SecretKeys.of(Keys.key("key-1", 1));
        private boolean locked;

        private SecretKeys chain() {
            return locked ? Keys.failing() : chain;
        }

        @Override
        public EncryptionKey current() {
            return chain().current();
        }

        @Override
        public Optional<EncryptionKey> key(String id) {
            return chain().key(id);
        }
    }

    @BeforeEach
    void attach() {
        ann.attach(Link.BINDING);
        bob.attach(Link.BINDING);
        Sample.create(ann);
        link.sync(ann);
        link.sync(bob);
    }

    private static void apiKey(Store store, String value) {
        store.updateNodeConfig(Sample.POSTER, Sample.IDEA, "apiKey", value);
    }

    private Revealed apiKey() {
        return ann.secrets().reveal(Sample.POSTER, Sample.IDEA, "apiKey");
    }

    private static Revealed open(String value) {
        return new Revealed.Open("key-1", Json.of(value));
    }

    /** Both wrote the secret; bob's plaintext stands. */
    private void meet() {
        apiKey(ann, "ann's");
        there.pass(Duration.ofSeconds(1));
        apiKey(bob, CANARY);
        link.sync(ann);
        link.sync(bob);
        Sample.title(bob, Sample.IMAGE, "goes on");
        link.sync(bob);
        keys.locked = true;
        link.sync(ann);
    }

    @Test
    void aConflictWithAPeersPlaintextIsRecordedAndSyncGoesOn() {
        meet();

        assertThat(Sample.title(ann, Sample.IMAGE)).isEqualTo("goes on");
        assertThat(ann.replication().conflicts()).singleElement().satisfies(each -> {
            assertThat(each.won()).isFalse();
            assertThat(each.theirs().value()).isEqualTo(Json.of(CANARY));
            assertThat(String.valueOf(each.mine().value())).contains("$enc");
        });
    }

    @Test
    void whatTheConflictHoldsInPlaintextIsEncryptedOnceTheKeysAreThere() {
        meet();
        keys.locked = false;

        ann.secrets().protect();

        assertThat(ann.replication().conflicts().toString()).doesNotContain(CANARY);
    }

    @Test
    void whatAStrategyWouldWriteIsLeftToAPersonAndNeverWrittenInPlaintext() {
        ann.replication().conflictPolicy(ConflictPolicy.of(ConflictStrategy.merge((mine, theirs) -> Json.of("both"))));

        meet();

        Conflict open = ann.replication().conflicts().get(0);
        assertThat(open.open()).isTrue();
        assertThat(ann.oplog().pending()).isEmpty();
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> ann.replication().settle(open, ConflictStrategy.Decision.write(Json.of("a person's"))));
        keys.locked = false;
        ann.replication().settle(open, ConflictStrategy.Decision.write(Json.of("a person's")));
        assertThat(apiKey()).isEqualTo(open("a person's"));
    }

    @Test
    void aStrategyThatInsistsOnAnEnvelopeNeedsNoKey() {
        ann.replication().conflictPolicy(ConflictPolicy.of(ConflictStrategy.KEEP_LOCAL));

        meet();
        keys.locked = false;

        assertThat(apiKey()).isEqualTo(open("ann's"));
    }

    /** What was written before the field was marked waits in plaintext, with an edit behind it. */
    private void waitInPlaintext(String value) {
        here.stop(host);
        Host unmarked = here.start();
        apiKey(unmarked.store(), value);
        here.stop(unmarked);
        ann = here.start(builder -> builder.secrets(sealer)).store();
        Sample.title(ann, Sample.IMAGE, "goes on");
        ann.flush();
    }

    @Test
    void whatWaitsInPlaintextWaitsForTheKeyAndTheRestGoes() {
        waitInPlaintext(CANARY);
        keys.locked = true;

        link.push(ann);
        link.pull(bob);

        assertThat(Sample.title(bob, Sample.IMAGE)).isEqualTo("goes on");
        assertThat(ann.oplog().pending()).hasSize(1);
        assertThat(server.history().toString()).doesNotContain(CANARY);

        keys.locked = false;
        link.push(ann);

        assertThat(ann.oplog().pending()).isEmpty();
        assertThat(apiKey()).isEqualTo(open(CANARY));
        List<Op> taken = server.history().stream().map(each -> each.op()).toList();
        assertThat(taken.get(taken.size() - 1).writes().toString())
                .contains("$enc")
                .doesNotContain(CANARY);
    }

    @Test
    void whatIsTooLongToBeEncryptedEverIsParkedWithAReasonAndTheRestGoes() {
        waitInPlaintext("x".repeat(Sealer.MOST_BYTES));

        Receipt receipt = ann.replication().refuseUnsendable();
        link.push(ann);
        link.pull(bob);

        assertThat(receipt.refused()).singleElement().satisfies(dead -> {
            assertThat(dead.code()).isEqualTo(Oplog.SECRET_TOO_LONG);
            assertThat(dead.reason()).contains("config.apiKey").contains(String.valueOf(Sealer.MOST_BYTES));
        });
        assertThat(ann.oplog().dead()).hasSize(1);
        assertThat(ann.oplog().pending()).isEmpty();
        assertThat(Sample.title(bob, Sample.IMAGE)).isEqualTo("goes on");
        assertThat(ann.replication().refuseUnsendable()).isEqualTo(Receipt.NOTHING);
    }

    @Test
    void whatIsTooLongAndStaysOnTheDeviceAnywayIsNotRefused() {
        waitInPlaintext("x".repeat(Sealer.MOST_BYTES));
        ann.slices().configure("node", ann.slices().config("node").withSync(false));

        assertThat(ann.replication().refuseUnsendable()).isEqualTo(Receipt.NOTHING);

        assertThat(ann.oplog().dead()).isEmpty();
        assertThat(ann.workflow(Sample.POSTER).node(Sample.IDEA).orElseThrow().config())
                .containsKey("apiKey");
    }

    @Test
    void whatWaitsForAKeyOnlyIsNotRefused() {
        waitInPlaintext(CANARY);
        keys.locked = true;

        assertThat(ann.replication().refuseUnsendable()).isEqualTo(Receipt.NOTHING);

        assertThat(ann.oplog().pending()).hasSize(2);
    }
}
