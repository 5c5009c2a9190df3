package dev.weftwork.store;

import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.Op;
import dev.weftwork.change.Verdict;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.secret.Sealer;
import dev.weftwork.spi.OpAnswer;
import dev.weftwork.spi.RemoteTime;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds what waits in plaintext from before its field was secret and is too long to be encrypted ever. It would wait for
 * good, and what builds on it too, so it is answered as if a server had refused it. What stays on the device is none of that.
 */
final class Unsendable {
    private final Engine engine;
    private final Replica replica;
    private final Slices slices;

    Unsendable(Engine engine, Slices slices) {
        this.engine = engine;
        this.slices = slices;
        replica = engine.replica();
    }

    /** The graphs whose types tell whether what waits has to be encrypted before it leaves. */
    Set<WorkflowId> unsealed() {
        return engine.sealing.sealer() == null
                ? Set.of()
                : engine.locked(() -> replica.outstanding.ops().stream()
                        .filter(op -> !replica.outstanding.isOffered(op.id()) && engine.sealing.mayBePlain(op))
                        .map(Op::workflow)
                        .collect(Collectors.toSet()));
    }

    /** What the server would say of such operations, if there are any. */
    Optional<Exchanged> refusal() {
        List<Op> ops = new ArrayList<>();
        List<OpAnswer> answers = new ArrayList<>();
        for (WorkflowId id : unsealed()) {
            GraphState state = engine.home(id);
            for (Op op : engine.locked(() -> List.copyOf(replica.outstanding.ops()))) {
                String field = op.workflow().equals(id) && !isOffered(op) ? tooLong(state, op) : null;
                if (field != null) {
                    ops.add(op);
                    answers.add(new OpAnswer.Decided(new Verdict.Rejected(op.id(), Oplog.SECRET_TOO_LONG, why(field))));
                }
            }
        }
        return ops.isEmpty() ? Optional.empty() : Optional.of(Exchanged.push(ops, answers, now()));
    }

    private boolean isOffered(Op op) {
        return engine.locked(() -> replica.outstanding.isOffered(op.id()));
    }

    private @Nullable String tooLong(GraphState state, Op op) {
        for (EntityWrites writes : slices.leaving(op.writes())) {
            for (int i = 0; i < writes.size(); i++) {
                Json value = writes.value(i);
                if (value != null && isTooLong(value.text())) {
                    EntityWrites one = EntityWrites.to(writes.key())
                            .set(writes.field(i), value)
                            .build();
                    if (engine.sealing.isPlain(state, List.of(one))) {
                        return writes.field(i);
                    }
                }
            }
        }
        return null;
    }

    private static boolean isTooLong(String text) {
        // no character takes more than three bytes
        return text.length() > Sealer.MOST_BYTES / 3
                && text.getBytes(StandardCharsets.UTF_8).length > Sealer.MOST_BYTES;
    }

    private static String why(String field) {
        return "Field '" + field + "' is secret now, and its value holds more than the " + Sealer.MOST_BYTES
                + " bytes that can be encrypted; keep it as a file of its own, and discard this";
    }

    /** No server has spoken, so its clock stays where it was. */
    private RemoteTime now() {
        return engine.locked(() -> new RemoteTime(
                engine.wallMillis() + replica.committed().standing().offset(), 0));
    }
}
