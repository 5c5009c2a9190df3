package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.NodeId;
import dev.weftwork.oplog.LogEntry;
import dev.weftwork.secret.EncryptionKey;
import dev.weftwork.secret.Keys;
import dev.weftwork.secret.Revealed;
import dev.weftwork.secret.Sealer;
import dev.weftwork.secret.SecretFields;
import dev.weftwork.secret.SecretKeys;
import dev.weftwork.spi.GestureFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is written into a secret field is encrypted for everybody but who asks for it by name. */
final class SecretsTest {
    private static final String CANARY = "sk-gelber-vogel-4711";
    private static final SecretFields FIELDS =
            SecretFields.of("config.apiKey", "config.token@http", "workflow:ext.licence", "prompts:value");
    private static final SecretKeys KEYS = SecretKeys.of(Keys.key("key-1", 1));

    private final Site site = new Site();
    private final Host host = site.start(builder -> builder.secrets(Keys.sealer(FIELDS, KEYS)));
    private final Store store = host.store();
    private final List<WorkflowChange> told = new ArrayList<>();

    @BeforeEach
    void create() {
        Sample.create(store).awaitDurable();
        store.observe(Sample.POSTER, told::add);
    }

    private Commit apiKey(String value) {
        return store.edit(Sample.POSTER, draft -> draft.config(Sample.IDEA, "apiKey", value));
    }

    private Revealed apiKey() {
        return store.secrets().reveal(Sample.POSTER, Sample.IDEA, "apiKey");
    }

    private static Revealed open(Object value) {
        return new Revealed.Open("key-1", Json.of(value));
    }

    /** All that the disk, the listeners and the snapshots show. */
    private String everything() {
        site.pass(java.time.Duration.ofSeconds(5));
        StringBuilder all = new StringBuilder(Dump.of(store, site.disk));
        told.forEach(all::append);
        told.forEach(change -> all.append(change.workflow().nodes()));
        store.oplog().entries().forEach(all::append);
        return all.toString();
    }

    @Test
    void everybodySeesTheEnvelopeAndWhoAsksByNameTheValue() {
        apiKey(CANARY).awaitDurable();

        assertThat(Sealer.isSealed(Sample.node(store, Sample.IDEA).config("apiKey")))
                .isTrue();
        assertThat(apiKey()).isEqualTo(open(CANARY));
        assertThat(everything()).contains("$enc").doesNotContain(CANARY);
    }

    @Test
    void allWaysToWriteAFieldEncryptIt() {
        NodeId call = NodeId.of("call");
        store.edit(Sample.POSTER, draft -> draft.addNode(call, "http", node -> node.config("token", CANARY)));
        store.edit(Sample.POSTER, draft -> draft.ext("licence", Json.of(CANARY)));
        store.collection("prompts").put("p", CANARY);
        store.oplog()
                .append(
                        Sample.POSTER,
                        List.of(EntityWrites.to(EntityKey.of(Sample.IMAGE))
                                .set("config.apiKey", Json.of(CANARY))
                                .build()));
        store.updateNodeConfig(Sample.POSTER, Sample.IDEA, java.util.Map.of("apiKey", CANARY));
        store.flush();

        assertThat(everything()).doesNotContain(CANARY);
        assertThat(store.secrets().reveal(Sample.POSTER, call, "token")).isEqualTo(open(CANARY));
        assertThat(store.secrets().reveal(Sample.POSTER, EntityKey.of(Sample.POSTER), "ext.licence"))
                .isEqualTo(open(CANARY));
        assertThat(store.secrets().reveal(Sample.POSTER, Sample.IMAGE, "apiKey"))
                .isEqualTo(open(CANARY));
        Json item = store.collection("prompts").get("p").orElseThrow();
        assertThat(store.secrets().open(new EntityKind("prompts"), "value", item))
                .isEqualTo(open(CANARY));
    }

    @Test
    void theSameValueOnceMoreIsNoEdit() {
        apiKey(CANARY).awaitDurable();
        int before = store.oplog().entries().size();
        Json sealed = Sample.node(store, Sample.IDEA).config("apiKey");

        assertThat(apiKey(CANARY)).isSameAs(SettledCommit.UNCHANGED);

        assertThat(Sample.node(store, Sample.IDEA).config("apiKey")).isEqualTo(sealed);
        assertThat(store.oplog().entries()).hasSize(before);
        assertThat(apiKey("another")).isNotSameAs(SettledCommit.UNCHANGED);
    }

    @Test
    void whatElseAnEditWritesStaysAsItIs() {
        apiKey(CANARY).awaitDurable();
        store.edit(
                        Sample.POSTER,
                        draft -> draft.updateNode(
                                Sample.IDEA, node -> node.title("New").config("apiKey", CANARY)))
                .awaitDurable();

        List<LogEntry> entries = store.oplog().entries();
        List<EntityWrites> writes =
                entries.get(entries.size() - 1).ops().get(0).op().writes();
        assertThat(writes).hasSize(1);
        assertThat(writes.get(0).size()).isEqualTo(1);
        assertThat(Sample.title(store, Sample.IDEA)).isEqualTo("New");
    }

    @Test
    void takingAValueAwayLeavesNothing() {
        apiKey(CANARY);
        store.edit(Sample.POSTER, draft -> draft.updateNode(Sample.IDEA, node -> node.removeConfig("apiKey")));

        assertThat(apiKey()).isEqualTo(new Revealed.Absent());
        store.edit(Sample.POSTER, draft -> draft.config(Sample.IDEA, "apiKey", null));
        assertThat(apiKey()).isEqualTo(open(null));
    }

    @Test
    void anEnvelopeIsKeptCharacterByCharacter() {
        apiKey(CANARY);
        Json sealed = Sample.node(store, Sample.IDEA).config("apiKey");

        store.edit(Sample.POSTER, draft -> draft.config(Sample.IMAGE, "apiKey", sealed));
        store.edit(Sample.POSTER, draft -> draft.config(Sample.IMAGE, "text", sealed));

        assertThat(Sample.node(store, Sample.IMAGE).config("apiKey")).isEqualTo(sealed);
        assertThat(store.secrets().reveal(Sample.POSTER, Sample.IMAGE, "apiKey"))
                .as("a copy in the same field of another node")
                .isEqualTo(open(CANARY));
        assertThat(store.secrets().reveal(Sample.POSTER, Sample.IMAGE, "text"))
                .as("a copy in another field")
                .isEqualTo(new Revealed.Tampered("key-1"));
    }

    @Test
    void anotherTypeEncryptsWhatItMakesSecret() {
        store.edit(Sample.POSTER, draft -> draft.config(Sample.IDEA, "token", "t-1"));
        assertThat(Sample.node(store, Sample.IDEA).config("token")).isEqualTo(Json.of("t-1"));

        store.edit(Sample.POSTER, draft -> draft.updateNode(Sample.IDEA, node -> node.type("http")));

        assertThat(Sealer.isSealed(Sample.node(store, Sample.IDEA).config("token")))
                .isTrue();
        assertThat(store.secrets().reveal(Sample.POSTER, Sample.IDEA, "token")).isEqualTo(open("t-1"));
    }

    @Test
    void theFramesOfAGestureAreEncryptedToo() {
        List<GestureFrame> passedOn = new ArrayList<>();
        store.replication().onGesture(new GestureListener() {
            @Override
            public void shown(GestureFrame frame) {
                passedOn.add(frame);
            }

            @Override
            public void committed(dev.weftwork.change.OpId gesture) {}
        });
        Gesture gesture = store.gesture(Sample.POSTER);
        gesture.frame(draft -> draft.config(Sample.IDEA, "apiKey", CANARY));
        gesture.frame(draft -> draft.config(Sample.IDEA, "apiKey", CANARY).moveNode(Sample.IDEA, 1, 2));

        assertThat(passedOn.toString()).contains("$enc").doesNotContain(CANARY);
        gesture.commit().awaitDurable();
        assertThat(apiKey()).isEqualTo(open(CANARY));
        assertThat(everything()).doesNotContain(CANARY);
    }

    @Test
    void withoutAKeyAnEditIsRefusedAndNothingIsWritten() {
        SecretKeys locked = new SecretKeys() {
            @Override
            public EncryptionKey current() {
                throw new IllegalStateException("locked");
            }

            @Override
            public Optional<EncryptionKey> key(String id) {
                return Optional.empty();
            }
        };
        apiKey(CANARY).awaitDurable();
        site.stop(host);
        Host other = site.start(builder -> builder.secrets(Keys.sealer(FIELDS, locked)));
        String before = Dump.of(other.store(), site.disk);

        assertThatIllegalStateException()
                .isThrownBy(() -> other.store()
                        .edit(
                                Sample.POSTER,
                                draft -> draft.moveNode(Sample.IDEA, 7, 7).config(Sample.IDEA, "apiKey", "new")))
                .withMessageContaining("nothing was written");

        assertThat(Dump.of(other.store(), site.disk)).isEqualTo(before);
        assertThat(other.store()
                        .secrets()
                        .reveal(Sample.POSTER, Sample.IDEA, "apiKey")
                        .kind())
                .isEqualTo(Revealed.Kind.LOCKED);
        Sample.move(other.store(), Sample.IDEA, 9).awaitDurable();
    }

    @Test
    void aStoreWithoutKeysKeepsWhatItCannotRead() {
        apiKey(CANARY).awaitDurable();
        Json sealed = Sample.node(store, Sample.IDEA).config("apiKey");
        Store other = site.restart(host).store();

        assertThat(other.secrets().reveal(Sample.POSTER, Sample.IDEA, "apiKey").kind())
                .isEqualTo(Revealed.Kind.LOCKED);
        Sample.title(other, Sample.IDEA, "New").awaitDurable();

        assertThat(Sample.node(other, Sample.IDEA).config("apiKey")).isEqualTo(sealed);
    }

    @Test
    void aValueThatIsTooLargeIsRefusedAndNothingIsWritten() {
        String before = Dump.of(store, site.disk);

        assertThatIllegalArgumentException().isThrownBy(() -> apiKey("x".repeat(Sealer.MOST_BYTES)));

        assertThat(Dump.of(store, site.disk)).isEqualTo(before);
    }

    @Test
    void revealingAsksForANodeThatIsThere() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.secrets().reveal(Sample.POSTER, NodeId.of("nobody"), "apiKey"))
                .withMessageContaining("'nobody'");
    }

    @Test
    void anOperationThatWaitsHoldsTheEnvelope() {
        store.attach(Link.BINDING);
        apiKey(CANARY).awaitDurable();

        List<Op> pending = store.oplog().pending();

        assertThat(pending.toString()).contains("$enc").doesNotContain(CANARY);
    }
}
