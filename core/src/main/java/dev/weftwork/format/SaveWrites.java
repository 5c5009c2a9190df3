package dev.weftwork.format;

import dev.weftwork.change.EdgeRegisters;
import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.NodeRegisters;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.change.Registers;
import dev.weftwork.graph.Edge;
import dev.weftwork.graph.EdgeId;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects the writes of one save, entity by entity. Confined to one save. */
final class SaveWrites {
    private static final String STRAYS = RegisterNames.EXT_PREFIX + Marks.STRAYS;
    private static final String OUTPUTS = RegisterNames.EXT_PREFIX + Marks.OUTPUTS;

    private final FlowSave.State state;
    private final boolean deletes;
    private final Map<EntityKey, EntityWrites.Builder> parts = new LinkedHashMap<>();

    SaveWrites(FlowSave.State state, boolean deletes) {
        this.state = state;
        this.deletes = deletes;
    }

    static FlowSave.State lookup(List<Entity> entities) {
        Map<EntityKey, Registers> all = new HashMap<>();
        entities.forEach(entity -> all.put(entity.key(), entity.registers()));
        return all::get;
    }

    @Nullable Registers registers(EntityKey key) {
        return state.registers(key);
    }

    List<EntityWrites> all() {
        List<EntityWrites> all = new ArrayList<>(parts.size());
        parts.values().stream().filter(part -> !part.isEmpty()).forEach(part -> all.add(part.build()));
        return all;
    }

    private EntityWrites.Builder to(EntityKey key) {
        return parts.computeIfAbsent(key, EntityWrites::to);
    }

    /** Brings an entity to life; what a former life left in other registers is gone. */
    void bear(EntityWrites birth) {
        Registers former = state.registers(birth.key());
        EntityWrites.Builder all = to(birth.key());
        for (int i = 0; former != null && i < former.size(); i++) {
            if (former.value(i) != null) {
                all.set(former.field(i), null);
            }
        }
        birth.forEach(all::set);
    }

    void bear(Node node) {
        bear(NodeRegisters.birth(node, ""));
    }

    void bear(Edge edge) {
        bear(EdgeRegisters.birth(edge));
    }

    void buryUnlessBorn(Entity entity) {
        if (!parts.containsKey(entity.key())) {
            to(entity.key()).set(RegisterNames.LIFE, Json.FALSE);
        }
    }

    /** Writes a register if it does not hold the value already. */
    void set(EntityKey key, String field, Json value) {
        Registers present = state.registers(key);
        if (present == null || !value.equals(present.get(field))) {
            to(key).set(field, value);
        }
    }

    /** Makes a register ABSENT if it is not. */
    void unset(EntityKey key, String field) {
        Registers present = state.registers(key);
        if (present != null && present.get(field) != null) {
            to(key).set(field, null);
        }
    }

    /** Makes a register ABSENT if it is not and the save may delete. */
    void clear(EntityKey key, String field) {
        if (deletes) {
            unset(key, field);
        }
    }

    void nodes(List<Node> base, List<Node> wanted, boolean anew) {
        Map<NodeId, Node> old = new LinkedHashMap<>();
        base.forEach(node -> old.put(node.id(), node));
        for (Node node : wanted) {
            EntityKey key = EntityKey.of(node.id());
            Node before = old.remove(node.id());
            if (before == null) {
                add(NodeRegisters.birth(node, ""));
            } else if (anew || !node.equals(before)) {
                EntityWrites.Builder changes = EntityWrites.to(key);
                NodeRegisters.writeChanges(before, node, "", changes);
                change(key, changes, () -> NodeRegisters.birth(node, ""));
                if (anew) {
                    place(key, node.order(), node.ext());
                }
            }
        }
        old.keySet().forEach(gone -> bury(EntityKey.of(gone)));
    }

    /** Edges like nodes; those that the document says nothing of stay. */
    void edges(List<Edge> base, List<Edge> wanted, boolean spoken, boolean anew) {
        Map<EdgeId, Edge> old = new LinkedHashMap<>();
        base.forEach(edge -> old.put(edge.id(), edge));
        for (Edge edge : wanted) {
            EntityKey key = EntityKey.of(edge.id());
            Edge before = old.remove(edge.id());
            if (before == null) {
                add(EdgeRegisters.birth(edge));
            } else if (anew || !edge.equals(before)) {
                EntityWrites.Builder changes = EntityWrites.to(key);
                EdgeRegisters.writeChanges(before, edge, changes);
                change(key, changes, () -> EdgeRegisters.birth(edge));
                if (anew) {
                    place(key, edge.order(), Map.of());
                }
            }
        }
        if (spoken) {
            old.keySet().forEach(gone -> bury(EntityKey.of(gone)));
        }
    }

    /** What the base did not have. Others may have added the same meanwhile; then only what differs is written. */
    private void add(EntityWrites birth) {
        Registers present = state.registers(birth.key());
        if (present != null && Json.TRUE.equals(present.get(RegisterNames.LIFE))) {
            for (int i = 0; i < birth.size(); i++) {
                Json value = birth.value(i);
                if (value != null) {
                    set(birth.key(), birth.field(i), value);
                }
            }
        } else {
            bear(birth);
        }
    }

    private void change(EntityKey key, EntityWrites.Builder changes, Supplier<EntityWrites> birth) {
        if (changes.isEmpty()) {
            return;
        }
        if (state.registers(key) == null) {
            bear(birth.get());
            return;
        }
        changes.build().forEach((field, value) -> {
            if (value == null) {
                clear(key, field);
            } else {
                set(key, field, value);
            }
        });
    }

    private void place(EntityKey key, @Nullable String order, Map<String, Json> ext) {
        setOrUnset(key, RegisterNames.ORDER, order == null ? null : Json.of(order));
        setOrUnset(key, STRAYS, ext.get(Marks.STRAYS));
        setOrUnset(key, OUTPUTS, ext.get(Marks.OUTPUTS));
    }

    private void setOrUnset(EntityKey key, String field, @Nullable Json value) {
        if (value == null) {
            clear(key, field);
        } else {
            set(key, field, value);
        }
    }

    private void bury(EntityKey key) {
        Registers present = state.registers(key);
        if (deletes && present != null && Json.TRUE.equals(present.get(RegisterNames.LIFE))) {
            to(key).set(RegisterNames.LIFE, Json.FALSE);
        }
    }
}
