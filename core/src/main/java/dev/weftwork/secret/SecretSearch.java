package dev.weftwork.secret;

import dev.weftwork.change.RegisterNames;
import dev.weftwork.graph.Json;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for secret names in a document as its writer spells it: at any depth, in every repetition, in what becomes a field
 * and in what is only kept along with it.
 */
final class SecretSearch {
    /** By these members documents say of what type a node is. */
    private static final Set<String> TYPES = Set.of("type", "class_type");

    private static final int LONGEST_PATH = 200;

    private final Collection<SecretRule> rules;

    SecretSearch(Collection<SecretRule> rules) {
        this.rules = rules;
    }

    /** Which field holds plaintext and where, or null if none does. */
    @Nullable String find(Json document) {
        return find(document, "$", Set.of());
    }

    private @Nullable String find(Json value, String path, Set<String> types) {
        return switch (value.kind()) {
            case OBJECT -> inObject(value.members(), path, types);
            case ARRAY -> inArray(value.elements(), path, types);
            default -> null;
        };
    }

    private @Nullable String inArray(List<Json> elements, String path, Set<String> types) {
        String found = null;
        for (int i = 0; i < elements.size() && found == null; i++) {
            found = find(elements.get(i), path + "[" + i + "]", types);
        }
        return found;
    }

    private @Nullable String inObject(List<Json.Member> members, String path, Set<String> around) {
        Set<String> types = new HashSet<>(around);
        for (Json.Member member : members) {
            if (TYPES.contains(member.key()) && member.value().kind() == Json.Kind.STRING) {
                types.add(member.value().asString());
            }
        }
        for (Json.Member member : members) {
            String place = path + "." + member.key();
            SecretRule rule = Sealer.isSealed(member.value()) ? null : rule(member.key(), types);
            String found = rule == null ? find(member.value(), place, types) : told(rule, place);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private @Nullable SecretRule rule(String key, Set<String> types) {
        for (SecretRule rule : rules) {
            if (name(rule.field()).equals(key) && (rule.type() == null || types.contains(rule.type()))) {
                return rule;
            }
        }
        return null;
    }

    /** What a register is called in a document; items of collections stand in none. */
    private static String name(String field) {
        for (String prefix : List.of(RegisterNames.CONFIG_PREFIX, RegisterNames.EXT_PREFIX)) {
            if (field.startsWith(prefix)) {
                return field.substring(prefix.length());
            }
        }
        return "";
    }

    private static String told(SecretRule rule, String place) {
        return "'" + rule + "' at " + (place.length() > LONGEST_PATH ? place.substring(0, LONGEST_PATH) + "…" : place);
    }
}
