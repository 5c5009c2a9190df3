package dev.weftwork.archive;

import dev.weftwork.graph.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/** As much of JSON Schema as the manifest's schema uses; a keyword that it does not know fails. */
final class SchemaCheck {
    private static final Set<String> WORDS = Set.of(
            "$schema",
            "$id",
            "$defs",
            "title",
            "description",
            "format",
            "type",
            "required",
            "properties",
            "const",
            "items",
            "oneOf",
            "$ref",
            "minLength",
            "minimum",
            "pattern");

    private final Json root;
    private final List<String> flaws = new ArrayList<>();

    SchemaCheck(Json root) {
        this.root = root;
    }

    List<String> flaws(Json value) {
        flaws.clear();
        check(root.toMap(), value, "$");
        return List.copyOf(flaws);
    }

    private void check(Map<String, Json> schema, Json value, String path) {
        schema.keySet().stream().filter(word -> !WORDS.contains(word)).forEach(word -> flaws.add("keyword " + word));
        if (schema.containsKey("$ref")) {
            String name = schema.get("$ref").asString().replace("#/$defs/", "");
            check(at(at(root, "$defs"), name).toMap(), value, path);
        }
        if (schema.containsKey("oneOf")) {
            long matching = schema.get("oneOf").elements().stream()
                    .filter(one -> new SchemaCheck(root).matches(one, value))
                    .count();
            flaw(matching != 1, path, matching + " of oneOf match");
        }
        flaw(schema.containsKey("const") && !schema.get("const").sameValue(value), path, "const");
        if (schema.containsKey("type") && !typed(schema.get("type").asString(), value)) {
            flaws.add(path + ": type");
            return;
        }
        switch (value.kind()) {
            case OBJECT -> object(schema, value.toMap(), path);
            case ARRAY -> array(schema, value, path);
            case STRING -> string(schema, value.asString(), path);
            case NUMBER ->
                flaw(
                        schema.containsKey("minimum")
                                && value.asLong() < schema.get("minimum").asLong(),
                        path,
                        "minimum");
            default -> {
                // nothing more to say of them
            }
        }
    }

    private boolean matches(Json schema, Json value) {
        check(schema.toMap(), value, "");
        return flaws.isEmpty();
    }

    private void object(Map<String, Json> schema, Map<String, Json> value, String path) {
        if (schema.containsKey("required")) {
            schema.get("required")
                    .elements()
                    .forEach(key -> flaw(!value.containsKey(key.asString()), path, "lacks " + key));
        }
        if (schema.containsKey("properties")) {
            schema.get("properties").toMap().forEach((key, part) -> {
                if (value.containsKey(key)) {
                    check(part.toMap(), value.get(key), path + "." + key);
                }
            });
        }
    }

    private void array(Map<String, Json> schema, Json value, String path) {
        if (schema.containsKey("items")) {
            value.elements().forEach(element -> check(schema.get("items").toMap(), element, path + "[]"));
        }
    }

    private void string(Map<String, Json> schema, String value, String path) {
        flaw(
                schema.containsKey("minLength")
                        && value.length() < schema.get("minLength").asLong(),
                path,
                "minLength");
        boolean patterned = schema.containsKey("pattern");
        flaw(
                patterned
                        && !Pattern.compile(schema.get("pattern").asString())
                                .matcher(value)
                                .find(),
                path,
                "pattern");
    }

    private static boolean typed(String type, Json value) {
        return switch (type) {
            case "object" -> value.kind() == Json.Kind.OBJECT;
            case "array" -> value.kind() == Json.Kind.ARRAY;
            case "string" -> value.kind() == Json.Kind.STRING;
            case "integer" -> value.kind() == Json.Kind.NUMBER && value.text().matches("-?[0-9]+");
            default -> false;
        };
    }

    private void flaw(boolean found, String path, String what) {
        if (found) {
            flaws.add(path + ": " + what);
        }
    }

    private static Json at(Json object, String key) {
        return Objects.requireNonNull(object.get(key), key);
    }
}
