package dev.weftwork.secret;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.GraphState;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Workflow;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.refusal.NullSweep;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A null where none may be is refused by a sentence that says what is needed. */
final class MissingArgumentTest {
    private static final SecretKeys KEYS = SecretKeys.of(Keys.key("k", 1));
    private static final GraphState STATE = GraphState.empty(WorkflowId.of("poster"));
    private static final NullSweep SWEEP = new NullSweep()
            .sample(byte[].class, new byte[32])
            .sample(SecretKey.class, Keys.key("k", 1).material())
            .sample(EncryptionKey.class, Keys.key("k", 1))
            .sample(EncryptionKey[].class, new EncryptionKey[0])
            .sample(String[].class, new String[0])
            .sample(SecretFields.class, SecretFields.NONE)
            .sample(SecretKeys.class, KEYS)
            .sample(Nonces.class, Nonces.system())
            .sample(EntityKind.class, EntityKind.NODE)
            .sample(EntityKey.class, EntityKey.of(NodeId.of("a")))
            .sample(GraphState.class, STATE)
            .sample(Workflow.class, STATE.view())
            .sample(List.class, List.of())
            .sample(Function.class, Function.identity())
            .sample(Json.class, Json.TRUE);

    private record Case(NullSweep.Call call, Object target) {
        @Override
        public String toString() {
            return target.getClass().getSimpleName() + "." + call;
        }
    }

    static Stream<Case> calls() {
        return Stream.of(
                        cases(EncryptionKey.class, Keys.key("k", 1)),
                        cases(SecretFields.class, SecretFields.of("config.apiKey")),
                        cases(Sealer.class, Keys.sealer(KEYS)))
                .flatMap(cases -> cases);
    }

    private static Stream<Case> cases(Class<?> front, Object target) {
        return SWEEP.of(front).stream().map(call -> new Case(call, target));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void isNamedWithWhatIsNeeded(Case refused) {
        assertThatThrownBy(() -> refused.call.on(refused.target))
                .isInstanceOf(NullPointerException.class)
                .message()
                .as("a sentence that says what is needed")
                .matches("[A-Z].* (needs?|needed|may be .* but not null).*");
    }
}
