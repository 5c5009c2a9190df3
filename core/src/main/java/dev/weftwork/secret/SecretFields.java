package dev.weftwork.secret;

import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.change.Registers;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.Workflow;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which fields are secret. A field is a whole register: one setting of a node ({@code config.apiKey}), one field that
 * the library does not know ({@code ext.token}), or an item of a collection. What is inside a setting is secret with
 * it. Pure and immutable; a server may ask it as well.
 */
public final class SecretFields {
    /** No field is secret. */
    public static final SecretFields NONE = new SecretFields(Set.of());

    private final Set<SecretRule> rules;

    private SecretFields(Set<SecretRule> rules) {
        this.rules = rules;
    }

    /**
     * Fields by name: {@code config.apiKey} is a setting of nodes of every type, {@code config.token@http} of nodes of
     * type {@code http} only, {@code workflow:ext.note} a field of another kind of entity, {@code prompts:value} the
     * items of the collection {@code prompts}.
     *
     * @param names the names
     * @return the fields
     * @throws IllegalArgumentException if a name is none, or names what the library itself has to read
     */
    public static SecretFields of(String... names) {
        SecretFields all = NONE;
        for (String name : Objects.requireNonNull(names, "Names are needed; there may be none of them")) {
            all = all.plus(SecretRule.parse(name));
        }
        return all;
    }

    /**
     * These and one setting of nodes of every type.
     *
     * @param key the setting's name, as in {@code node.config(key)}
     * @return the fields
     */
    public SecretFields config(String key) {
        return field(EntityKind.NODE, RegisterNames.CONFIG_PREFIX + requireKey(key));
    }

    /**
     * These and one setting of nodes of one type.
     *
     * @param type the nodes' type
     * @param key the setting's name
     * @return the fields
     */
    public SecretFields config(String type, String key) {
        Objects.requireNonNull(type, "A type is needed; to name a setting of all types, leave it out");
        return plus(new SecretRule(EntityKind.NODE, type, RegisterNames.CONFIG_PREFIX + requireKey(key)));
    }

    /**
     * These and one register of every entity of a kind.
     *
     * @param kind the kind
     * @param field the register, such as {@code ext.token}, or {@code value} of a collection
     * @return the fields
     * @throws IllegalArgumentException if the library itself has to read that register
     */
    public SecretFields field(EntityKind kind, String field) {
        return plus(new SecretRule(
                Objects.requireNonNull(kind, "A kind is needed; EntityKind.NODE is that of nodes"),
                null,
                Objects.requireNonNull(field, "A field is needed, such as ext.token")));
    }

    /**
     * All fields of both.
     *
     * @param other other fields
     * @return the fields
     */
    public SecretFields and(SecretFields other) {
        Set<SecretRule> all = new LinkedHashSet<>(rules);
        all.addAll(Objects.requireNonNull(other, "Other fields are needed; SecretFields.NONE are none").rules);
        return new SecretFields(all);
    }

    private SecretFields plus(SecretRule rule) {
        return and(new SecretFields(Set.of(rule)));
    }

    private static String requireKey(String key) {
        return Objects.requireNonNull(key, "The name of a setting is needed, such as apiKey");
    }

    /**
     * Whether no field is secret.
     *
     * @return true if none is
     */
    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /**
     * Whether a field is secret.
     *
     * @param kind what sort of entity it is of
     * @param type the entity's type, or null if it has none
     * @param field the register
     * @return true if it is
     */
    public boolean isSecret(EntityKind kind, @Nullable String type, String field) {
        Objects.requireNonNull(kind, "A kind is needed; EntityKind.NODE is that of nodes");
        Objects.requireNonNull(field, "A field is needed, such as config.apiKey");
        for (SecretRule rule : rules) {
            if (rule.concerns(kind, type, field)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a field is secret in entities of any type.
     *
     * @param kind what sort of entity it is of
     * @param field the register
     * @return true if there is a type in which it is
     */
    public boolean mayBeSecret(EntityKind kind, String field) {
        Objects.requireNonNull(kind, "A kind is needed; EntityKind.NODE is that of nodes");
        Objects.requireNonNull(field, "A field is needed, such as config.apiKey");
        return rules.stream()
                .anyMatch(rule -> rule.field().equals(field) && rule.kind().equals(kind));
    }

    /**
     * The secret fields of a workflow that hold something which is not encrypted, those of deleted entities included.
     *
     * @param state the workflow, or what holds collections
     * @return the fields, without what they hold
     */
    public List<SecretPlace> plaintext(GraphState state) {
        List<SecretPlace> found = new ArrayList<>();
        Objects.requireNonNull(state, "A state is needed; it is what is looked through")
                .forEach(entity -> look(entity, found));
        return found;
    }

    private void look(Entity entity, List<SecretPlace> found) {
        Registers registers = entity.registers();
        String type = type(registers.get(RegisterNames.TYPE));
        for (int i = 0; i < registers.size(); i++) {
            if (isPlain(entity.key(), type, registers.field(i), registers.value(i))) {
                found.add(new SecretPlace(entity.key(), registers.field(i)));
            }
        }
    }

    /**
     * The secret fields of a snapshot that hold something which is not encrypted.
     *
     * @param workflow the snapshot
     * @return the fields of its nodes, edges and its own, without what they hold
     */
    public List<SecretPlace> plaintext(Workflow workflow) {
        Objects.requireNonNull(workflow, "A workflow is needed; it is what is looked through");
        List<SecretPlace> found = new ArrayList<>();
        EntityKey own = EntityKey.of(workflow.id());
        workflow.ext().forEach((key, value) -> look(own, null, RegisterNames.EXT_PREFIX + key, value, found));
        for (Node node : workflow.nodes()) {
            EntityKey key = EntityKey.of(node.id());
            node.config()
                    .forEach((name, value) -> look(key, node.type(), RegisterNames.CONFIG_PREFIX + name, value, found));
            node.ext().forEach((name, value) -> look(key, node.type(), RegisterNames.EXT_PREFIX + name, value, found));
        }
        workflow.edges()
                .forEach(edge -> edge.ext()
                        .forEach((name, value) -> look(
                                EntityKey.of(edge.id()), edge.type(), RegisterNames.EXT_PREFIX + name, value, found)));
        return found;
    }

    /**
     * A secret field that stands unencrypted in the document of an editor, wherever that is: also where it becomes no field,
     * as in a document that is kept whole. What is named for one type counts in objects that say to be of that type, and in
     * what these hold.
     *
     * @param document the document
     * @return the field and where it stands, without what it holds, or nothing if there is none
     */
    public Optional<String> plaintext(Json document) {
        Objects.requireNonNull(document, "A document is needed; it is what is looked through");
        return rules.isEmpty() ? Optional.empty() : Optional.ofNullable(new SecretSearch(rules).find(document));
    }

    private void look(EntityKey key, @Nullable String type, String field, Json value, List<SecretPlace> found) {
        if (isPlain(key, type, field, value)) {
            found.add(new SecretPlace(key, field));
        }
    }

    /**
     * The secret fields into which some writes would put something that is not encrypted, or which they would make secret
     * by giving an entity another type.
     *
     * @param writes the writes
     * @param standing tells what an entity's registers are now, null if there is none
     * @return the fields, without what they would hold
     */
    public List<SecretPlace> plaintext(List<EntityWrites> writes, Function<EntityKey, @Nullable Registers> standing) {
        Objects.requireNonNull(writes, "Writes are needed; there may be none of them");
        Objects.requireNonNull(standing, "A way to the standing registers is needed; it may give null for each");
        List<SecretPlace> found = new ArrayList<>();
        for (EntityWrites each : rules.isEmpty() ? List.<EntityWrites>of() : writes) {
            Registers before = standing.apply(each.key());
            found.addAll(written(each, before));
            found.addAll(uncovered(each, before));
        }
        return found;
    }

    /** The secret fields into which some writes put plaintext themselves. */
    List<SecretPlace> written(EntityWrites writes, @Nullable Registers before) {
        String type = typeAfter(writes, before);
        List<SecretPlace> found = new ArrayList<>();
        writes.forEach((field, value) -> {
            if (isPlain(writes.key(), type, field, value)) {
                found.add(new SecretPlace(writes.key(), field));
            }
        });
        return found;
    }

    /** What stands there and becomes secret because the entity gets another type. */
    List<SecretPlace> uncovered(EntityWrites writes, @Nullable Registers before) {
        if (before == null || !writes.writes(RegisterNames.TYPE)) {
            return List.of();
        }
        String type = typeAfter(writes, before);
        List<SecretPlace> found = new ArrayList<>();
        for (int i = 0; i < before.size(); i++) {
            boolean stays = !writes.writes(before.field(i));
            if (stays && isPlain(writes.key(), type, before.field(i), before.value(i))) {
                found.add(new SecretPlace(writes.key(), before.field(i)));
            }
        }
        return found;
    }

    /** The type that an entity has once some writes are joined. */
    static @Nullable String typeAfter(EntityWrites writes, @Nullable Registers before) {
        for (int i = 0; i < writes.size(); i++) {
            if (writes.field(i).equals(RegisterNames.TYPE)) {
                return type(writes.value(i));
            }
        }
        return before == null ? null : type(before.get(RegisterNames.TYPE));
    }

    private static @Nullable String type(@Nullable Json value) {
        return value == null || value.kind() != Json.Kind.STRING ? null : value.asString();
    }

    private boolean isPlain(EntityKey key, @Nullable String type, String field, @Nullable Json value) {
        return value != null && isSecret(key.kind(), type, field) && !Sealer.isSealed(value);
    }

    @Override
    public String toString() {
        return rules.toString();
    }
}
