package dev.weftwork.store;

import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.WorkflowId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The host's collections. Their items live in a graph of their own that is never listed as a workflow. */
final class Collections {
    static final WorkflowId HOME = WorkflowId.of("@collections");
    private static final Set<String> TAKEN = Set.of(
            "workflow",
            "node",
            "edge",
            "viewport",
            "asset",
            "setting",
            EntityKind.VERSION.name(),
            EntityKind.CHUNK.name());

    private final Engine engine;
    private final Slices slices;
    private final Announcer announcer;

    Collections(Engine engine, Slices slices, Announcer announcer) {
        this.engine = engine;
        this.slices = slices;
        this.announcer = announcer;
    }

    ItemCollection of(String name) {
        EntityKind kind = new EntityKind(Objects.requireNonNull(name, "The name of a collection is needed"));
        if (TAKEN.contains(name)) {
            throw new IllegalArgumentException(
                    "'" + name + "' is a name of the store's own; give your collection another name");
        }
        slices.register(name);
        return new Items(kind);
    }

    private final class Items implements ItemCollection {
        private final EntityKind kind;

        Items(EntityKind kind) {
            this.kind = kind;
        }

        @Override
        public String name() {
            return kind.name();
        }

        @Override
        public Optional<Json> get(String id) {
            return Optional.ofNullable(value(engine.home(HOME).entity(key(id))));
        }

        @Override
        public Map<String, Json> all() {
            Map<String, Json> all = new TreeMap<>();
            engine.home(HOME).forEach(entity -> {
                Json value = entity.key().kind().equals(kind) ? value(entity) : null;
                if (value != null) {
                    all.put(entity.key().id(), value);
                }
            });
            return all;
        }

        @Override
        public Commit put(String id, @Nullable Object value) {
            return write(List.of(put(id, Json.of(value))));
        }

        @Override
        public Commit putAll(Map<String, ?> values) {
            Objects.requireNonNull(values, "A map of items is needed; it may be empty but not null");
            List<EntityWrites> writes = new ArrayList<>(values.size());
            values.forEach((id, value) -> writes.add(put(id, Json.of(value))));
            return write(writes);
        }

        @Override
        public Commit remove(String id) {
            return removeAll(java.util.Collections.singletonList(id));
        }

        @Override
        public Commit removeAll(Collection<String> ids) {
            Objects.requireNonNull(ids, "A list of ids is needed; it may be empty but not null");
            GraphState state = engine.home(HOME);
            List<EntityWrites> writes = new ArrayList<>(ids.size());
            for (String id : new LinkedHashSet<>(ids)) {
                Entity entity = state.entity(key(id));
                if (entity != null && entity.alive()) {
                    writes.add(EntityWrites.to(key(id))
                            .set(RegisterNames.LIFE, Json.FALSE)
                            .build());
                }
            }
            return write(writes);
        }

        @Override
        public Subscription observe(Consumer<String> listener) {
            return engine.watch(HOME, announcer.observeItems(HOME, kind, listener));
        }

        private Commit write(List<EntityWrites> writes) {
            return engine.write(HOME, writes);
        }

        private EntityWrites put(String id, Json value) {
            return EntityWrites.to(key(id))
                    .set(RegisterNames.LIFE, Json.TRUE)
                    .set(RegisterNames.VALUE, value)
                    .build();
        }

        private EntityKey key(String id) {
            if (Objects.requireNonNull(id, "The id of an item is needed; it may be any text that is not empty")
                    .isEmpty()) {
                throw new IllegalArgumentException("An item of '" + name() + "' needs an id that is not empty");
            }
            return new EntityKey(kind, id);
        }

        private static @Nullable Json value(@Nullable Entity entity) {
            return entity == null || !entity.alive() ? null : entity.registers().get(RegisterNames.VALUE);
        }
    }
}
