package dev.weftwork.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weftwork.change.DeviceId;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.NodeRegisters;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which fields are secret, and where plaintext lies in them. */
final class SecretFieldsTest {
    private static final NodeId CALL = NodeId.of("call");
    private static final SecretFields FIELDS =
            SecretFields.of("config.apiKey", "config.token@http", "workflow:ext.licence", "prompts:value");
    private static final Json SEALED =
            Keys.sealer(SecretKeys.of(Keys.key("k", 1))).seal(EntityKind.NODE, "config.apiKey", Json.of("sk-1"));

    private static GraphState state(Node... nodes) {
        WorkflowId id = WorkflowId.of("poster");
        EntityWrites own = EntityWrites.to(EntityKey.of(id))
                .set(RegisterNames.LIFE, Json.TRUE)
                .set("ext.licence", Json.of("l-1"))
                .set("ext.tags", Json.of("none"))
                .build();
        GraphState state = join(GraphState.empty(id), own, 1);
        for (int i = 0; i < nodes.length; i++) {
            state = join(state, NodeRegisters.birth(nodes[i], "p"), i + 2);
        }
        return state;
    }

    private static GraphState join(GraphState state, EntityWrites writes, long number) {
        Op.Origin origin = new Op.Origin(new DeviceId("d"), number, number);
        Op op = Op.of(new OpId("op-" + number), state.id(), origin, List.of(writes));
        return state.join(op, op.provisional());
    }

    private static List<String> names(List<SecretPlace> places) {
        return places.stream().map(SecretPlace::toString).toList();
    }

    @Test
    void aSettingIsSecretInEveryTypeOrInOne() {
        assertThat(FIELDS.isSecret(EntityKind.NODE, "prompt", "config.apiKey")).isTrue();
        assertThat(FIELDS.isSecret(EntityKind.NODE, null, "config.apiKey")).isTrue();
        assertThat(FIELDS.isSecret(EntityKind.NODE, "http", "config.token")).isTrue();
        assertThat(FIELDS.isSecret(EntityKind.NODE, "prompt", "config.token")).isFalse();
        assertThat(FIELDS.isSecret(EntityKind.EDGE, null, "config.apiKey")).isFalse();
        assertThat(FIELDS.isSecret(new EntityKind("prompts"), null, "value")).isTrue();
        assertThat(FIELDS.isSecret(new EntityKind("files"), null, "value")).isFalse();
    }

    @Test
    void namesAndCallsSayTheSame() {
        SecretFields called = SecretFields.NONE
                .config("apiKey")
                .config("http", "token")
                .field(EntityKind.WORKFLOW, "ext.licence")
                .field(new EntityKind("prompts"), "value");

        assertThat(called).hasToString(FIELDS.toString());
        assertThat(FIELDS).hasToString("[config.apiKey, config.token@http, workflow:ext.licence, prompts:value]");
        assertThat(SecretFields.NONE.isEmpty()).isTrue();
        assertThat(FIELDS.and(called)).hasToString(FIELDS.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "apiKey", "config.", ":value", "node:title", "node:run", "edge:ends", "workflow:name"})
    void whatNamesNoFieldOrOneThatTheLibraryReadsIsRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SecretFields.of(name))
                .withMessageContaining("config.apiKey");
    }

    @Test
    void plaintextIsFoundInAStateAndInASnapshot() {
        Node call = Node.builder(CALL, "http")
                .config("apiKey", "sk-1")
                .config("token", "t-1")
                .config("url", "https://example.com")
                .build();
        Node sealed = Node.builder(NodeId.of("sealed"), "prompt")
                .config("apiKey", SEALED)
                .config("token", "no secret in this type")
                .build();
        GraphState state = state(call, sealed);

        List<String> expected = List.of(
                "'ext.licence' of workflow poster", "'config.apiKey' of node call", "'config.token' of node call");
        assertThat(names(FIELDS.plaintext(state))).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(names(FIELDS.plaintext(state.view()))).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void whatADeletedNodeHeldIsFound() {
        Node call = Node.builder(CALL, "http").config("apiKey", "sk-1").build();
        EntityWrites death = EntityWrites.to(EntityKey.of(CALL))
                .set(RegisterNames.LIFE, Json.FALSE)
                .build();

        assertThat(names(FIELDS.plaintext(join(state(call), death, 9)))).contains("'config.apiKey' of node call");
    }

    @Test
    void plaintextIsFoundInWrites() {
        GraphState state = state(Node.builder(CALL, "http").build());
        EntityWrites writes = EntityWrites.to(EntityKey.of(CALL))
                .set("config.token", Json.of("t-1"))
                .set("config.apiKey", null)
                .set("config.url", Json.of("u"))
                .build();

        assertThat(names(FIELDS.plaintext(
                        List.of(writes), key -> state.entity(key).registers())))
                .containsExactly("'config.token' of node call");
        assertThat(FIELDS.plaintext(List.of(writes), key -> null)).isEmpty();
    }

    @Test
    void anotherTypeUncoversWhatStoodThereBefore() {
        GraphState state =
                state(Node.builder(CALL, "prompt").config("token", "t-1").build());
        EntityWrites writes = EntityWrites.to(EntityKey.of(CALL))
                .set(RegisterNames.TYPE, Json.of("http"))
                .build();

        assertThat(names(FIELDS.plaintext(
                        List.of(writes), key -> state.entity(key).registers())))
                .containsExactly("'config.token' of node call");
    }
}
