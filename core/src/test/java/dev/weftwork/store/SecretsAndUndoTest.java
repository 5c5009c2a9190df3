package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.EntityKind;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryBlobs;
import dev.weftwork.secret.EncryptionKey;
import dev.weftwork.secret.Keys;
import dev.weftwork.secret.Revealed;
import dev.weftwork.secret.Sealer;
import dev.weftwork.secret.SecretFields;
import dev.weftwork.secret.SecretKeys;
import dev.weftwork.store.history.History;
import dev.weftwork.store.history.UndoResult;
import dev.weftwork.store.history.UndoState;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What undo and packages do with secret fields. */
final class SecretsAndUndoTest {
    private static final SecretFields FIELDS = SecretFields.of("config.apiKey");

    private final Site site = new Site();

    @TempDir
    private Path directory;

    private Store start(Sealer sealer) {
        return site.start(builder -> builder.secrets(sealer).assets(MemoryBlobs.create()))
                .store();
    }

    /** Keys of which another is the current one from some moment on. */
    private static final class SwitchedKeys implements SecretKeys {
        private int current = 1;

        void next() {
            current++;
        }

        @Override
        public EncryptionKey current() {
            return Keys.key("key-" + current, current);
        }

        @Override
        public Optional<EncryptionKey> key(String id) {
            return Optional.of(Keys.key(id, Integer.parseInt(id.substring("key-".length()))));
        }
    }

    private static Sealer sealer(SecretKeys keys) {
        return Keys.sealer(FIELDS, keys);
    }

    private static void apiKey(Store store, String value) {
        store.updateNodeConfig(Sample.POSTER, Sample.IDEA, "apiKey", value);
    }

    private static Revealed apiKey(Store store) {
        return store.secrets().reveal(Sample.POSTER, Sample.IDEA, "apiKey");
    }

    @Test
    void aStepBackGivesTheFormerSecretAndNeverItsPlaintext() {
        Store store = start(sealer(SecretKeys.of(Keys.key("key-1", 1))));
        Sample.create(store);
        apiKey(store, "first");
        apiKey(store, "second");

        store.history(Sample.POSTER).undo();

        assertThat(apiKey(store)).isEqualTo(new Revealed.Open("key-1", Json.of("first")));
        store.flush();
        assertThat(Dump.of(store, site.disk)).contains("$enc").doesNotContain("first", "second");
    }

    @Test
    void newKeysAreNoStepSoThatNobodyTakesThemBack() {
        SwitchedKeys keys = new SwitchedKeys();
        Store store = start(sealer(keys));
        Sample.create(store);
        apiKey(store, "secret");
        History history = store.history(Sample.POSTER);
        history.clear();
        keys.next();

        assertThat(store.secrets().rotate().renewed()).isEqualTo(1);

        assertThat(history.state()).isEqualTo(UndoState.NONE);
        assertThat(history.undo()).isEqualTo(new UndoResult.Nothing());
        assertThat(apiKey(store)).isEqualTo(new Revealed.Open("key-2", Json.of("secret")));
    }

    @Test
    void aStepFromBeforeNewKeysDoesNotBringTheOldKeyBack() {
        SwitchedKeys keys = new SwitchedKeys();
        Store store = start(sealer(keys));
        Sample.create(store);
        apiKey(store, "first");
        apiKey(store, "second");
        keys.next();
        store.secrets().rotate();

        assertThat(store.history(Sample.POSTER).undo()).isInstanceOf(UndoResult.Overtaken.class);
        assertThat(apiKey(store)).isEqualTo(new Revealed.Open("key-2", Json.of("second")));
    }

    @Test
    void encryptingWhatLiesThereIsNoStepEither() {
        Store plain = site.start().store();
        Sample.create(plain);
        apiKey(plain, "in plaintext");
        plain.close();
        Store store = start(sealer(SecretKeys.of(Keys.key("key-1", 1))));

        store.secrets().protect();

        assertThat(store.history(Sample.POSTER).state()).isEqualTo(UndoState.NONE);
        assertThat(apiKey(store)).isEqualTo(new Revealed.Open("key-1", Json.of("in plaintext")));
    }

    @Test
    void aFieldThatWasMarkedLaterLeavesInItsEnvelope() throws IOException {
        Store plain = site.start().store();
        Sample.create(plain);
        apiKey(plain, "in plaintext");
        plain.close();
        Store store = start(sealer(SecretKeys.of(Keys.key("key-1", 1))));
        assertThat(apiKey(store)).isInstanceOf(Revealed.Plain.class);
        Path file = directory.resolve("poster.genaiw.zip");

        store.exportPackage(Sample.POSTER, file);
        Store other = new Site()
                .start(builder -> builder.secrets(sealer(SecretKeys.of(Keys.key("key-1", 1))))
                        .assets(MemoryBlobs.create()))
                .store();
        WorkflowId imported = other.importPackage(file).id();

        assertThat(other.workflow(imported).nodes().toString()).doesNotContain("in plaintext");
        assertThat(other.secrets().reveal(imported, Sample.IDEA, "apiKey"))
                .isEqualTo(new Revealed.Open("key-1", Json.of("in plaintext")));
        assertThat(store.secrets().sealed(Sample.POSTER).nodes().toString()).doesNotContain("in plaintext");
        assertThat(apiKey(store)).as("nothing was written").isInstanceOf(Revealed.Plain.class);
    }

    @Test
    void whatAPackageBringsInPlaintextIsEncryptedOnItsWayIn() throws IOException {
        Store plain =
                site.start(builder -> builder.assets(MemoryBlobs.create())).store();
        Sample.create(plain);
        apiKey(plain, "in plaintext");
        Path file = directory.resolve("poster.genaiw.zip");
        plain.exportPackage(Sample.POSTER, file);
        Store store = new Site()
                .start(builder -> builder.secrets(sealer(SecretKeys.of(Keys.key("key-1", 1))))
                        .assets(MemoryBlobs.create()))
                .store();

        WorkflowId imported = store.importPackage(file).id();

        assertThat(store.secrets().reveal(imported, Sample.IDEA, "apiKey"))
                .isEqualTo(new Revealed.Open("key-1", Json.of("in plaintext")));
    }

    @Test
    void aProviderThatGivesNullForAKeyLocksTheValue() {
        Json sealed =
                sealer(SecretKeys.of(Keys.key("key-1", 1))).seal(EntityKind.NODE, "config.apiKey", Json.of("secret"));
        SecretKeys nulls = (SecretKeys) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {SecretKeys.class}, (self, method, arguments) -> null);
        Sealer faulty = sealer(nulls);

        assertThat(faulty.open(EntityKind.NODE, "config.apiKey", sealed)).isInstanceOf(Revealed.Locked.class);
    }

    @Test
    void aStepFromBeforeNewKeysGivesBackWhatWasTakenAwayUnderTheNewKey() {
        SwitchedKeys keys = new SwitchedKeys();
        Store store = start(sealer(keys));
        Sample.create(store);
        apiKey(store, "first");
        store.edit(Sample.POSTER, draft -> draft.updateNode(Sample.IDEA, node -> node.removeConfig("apiKey")));
        keys.next();
        assertThat(store.secrets().rotate().renewed()).isZero();

        store.history(Sample.POSTER).undo();

        assertThat(apiKey(store)).isEqualTo(new Revealed.Open("key-2", Json.of("first")));
        store.history(Sample.POSTER).redo();
        assertThat(apiKey(store)).isEqualTo(new Revealed.Absent());
        store.history(Sample.POSTER).undo();
        assertThat(apiKey(store)).isEqualTo(new Revealed.Open("key-2", Json.of("first")));
    }

    @Test
    void stepsBackEndAtNewKeys() {
        SwitchedKeys keys = new SwitchedKeys();
        Store store = start(sealer(keys));
        Sample.create(store);
        apiKey(store, "first");
        apiKey(store, "second");
        keys.next();
        store.secrets().rotate();
        apiKey(store, "third");

        store.history(Sample.POSTER).undo();
        assertThat(apiKey(store)).isEqualTo(new Revealed.Open("key-2", Json.of("second")));

        assertThat(store.history(Sample.POSTER).undo()).isInstanceOf(UndoResult.Overtaken.class);
        assertThat(apiKey(store)).isEqualTo(new Revealed.Open("key-2", Json.of("second")));
    }
}
