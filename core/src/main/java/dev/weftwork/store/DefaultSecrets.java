package dev.weftwork.store;

import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.Op;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Workflow;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.secret.EncryptionKey;
import dev.weftwork.secret.Revealed;
import dev.weftwork.secret.Sealer;
import dev.weftwork.secret.SecretFields;
import dev.weftwork.secret.SecretKeys;
import dev.weftwork.secret.SecretPlace;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads secret fields for the host. */
final class DefaultSecrets implements Secrets {
    /** What a store reads with that was given no keys: it knows an envelope when it sees one. */
    private static final Sealer BLIND = Sealer.of(SecretFields.NONE, new SecretKeys() {
        @Override
        public EncryptionKey current() {
            throw new IllegalStateException("The store has no keys; give it some with Store.builder().secrets(…)");
        }

        @Override
        public Optional<EncryptionKey> key(String id) {
            return Optional.empty();
        }
    });

    private final Engine engine;
    private final Processes processes;
    private final Sealer sealer;

    DefaultSecrets(Engine engine, Sealing sealing, Processes processes) {
        this.engine = engine;
        this.processes = processes;
        sealer = sealing.sealer() == null ? BLIND : sealing.sealer();
    }

    @Override
    public Revealed reveal(WorkflowId workflow, NodeId node, String key) {
        Objects.requireNonNull(key, "The name of a setting may be empty but not null");
        EntityKey entity = EntityKey.of(Required.node(node));
        boolean known = engine.requireAlive(Required.workflow(workflow))
                .view()
                .node(node)
                .isPresent();
        if (!known) {
            throw new IllegalArgumentException("There is no node '" + node + "' in workflow '" + workflow
                    + "'; it was never added, or was removed");
        }
        return reveal(workflow, entity, RegisterNames.CONFIG_PREFIX + key);
    }

    @Override
    public Revealed reveal(WorkflowId workflow, EntityKey key, String field) {
        Objects.requireNonNull(key, "The key of an entity is needed; EntityKey.of(…) makes one of an id");
        Required.workflow(workflow);
        Entity entity = engine.home(workflow).entity(key);
        Json value =
                entity == null || !entity.alive() ? null : entity.registers().get(requireField(field));
        return open(key.kind(), field, value);
    }

    @Override
    public Revealed open(EntityKind kind, String field, @Nullable Json value) {
        Objects.requireNonNull(kind, "A kind is needed; EntityKind.NODE is that of nodes");
        return sealer.open(kind, requireField(field), value);
    }

    @Override
    public Workflow sealed(WorkflowId workflow) {
        GraphState state = engine.requireAlive(Required.workflow(workflow));
        Map<EntityKey, EntityWrites.Builder> writes = new LinkedHashMap<>();
        for (SecretPlace place : sealer.fields().plaintext(state)) {
            Entity entity = Objects.requireNonNull(state.entity(place.key()));
            Json value = Objects.requireNonNull(entity.registers().get(place.field()));
            writes.computeIfAbsent(place.key(), EntityWrites::to)
                    .set(place.field(), sealer.seal(place.key().kind(), place.field(), value));
        }
        if (!writes.isEmpty()) {
            Op shown = engine.ephemeral(
                    workflow,
                    writes.values().stream().map(EntityWrites.Builder::build).toList());
            state = state.join(shown, shown.provisional());
        }
        return state.view(processes.presence());
    }

    @Override
    public Rotation rotate() {
        engine.refuseIfClosed();
        String current = sealer.currentKeyId();
        int[] left = {0};
        SecretEdits edits = new SecretEdits(engine, sealer.fields(), op -> false, (kind, field, value) -> {
            Revealed old = sealer.open(kind, field, value);
            boolean fresh = old instanceof Revealed.Open open && open.keyId().equals(current);
            if (fresh || old instanceof Revealed.Plain) {
                return null;
            }
            left[0] += old instanceof Revealed.Open ? 0 : 1;
            return old instanceof Revealed.Open open ? sealer.seal(kind, field, open.json()) : null;
        });
        int renewed = edits.run();
        engine.drain();
        return new Rotation(current, renewed, left[0]);
    }

    @Override
    public Protection protect() {
        engine.refuseIfClosed();
        sealer.currentKeyId();
        return new Protecting(engine, sealer, processes.self()).run();
    }

    private static String requireField(String field) {
        return Objects.requireNonNull(field, "A field is needed, such as config.apiKey");
    }
}
