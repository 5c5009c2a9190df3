package dev.weftwork.format;

import dev.weftwork.graph.Json;
import java.util.ArrayList;
import java.util.List;

/** A shape as {@link ShapeWriter} wrote it, read for writing. Immutable. */
sealed interface Form {
    /** An unknown field stands here. */
    record Unknown() implements Form {}

    /** A setting stands here. */
    record Setting() implements Form {}

    /** A typed field stands here. */
    record Hole(Slot slot, boolean numeric) implements Form {}

    /** This very text stands here. */
    record Verbatim(String text) implements Form {}

    /** An object. */
    record Members(List<Member> members) implements Form {}

    /** An array. */
    record Items(List<Form> items) implements Form {}

    /**
     * A member.
     *
     * @param keyText its key as the document spells it, quotes included
     */
    record Member(String keyText, String key, Form form) {}

    /** What an entity without a shape starts from. */
    Form NONE = new Members(List.of());

    /** Reads a shape; what a later version may have written there and we do not know stands for nothing. */
    static Form read(Json shape) {
        return read(Part.root(shape));
    }

    private static Form read(Part part) {
        return switch (part.value.kind()) {
            case NUMBER -> part.value.text().equals("1") ? new Setting() : new Unknown();
            case STRING -> hole(part.value.asString());
            case OBJECT ->
                new Members(part.children().stream()
                        .map(child -> new Member(child.keyText, child.key, read(child)))
                        .toList());
            case ARRAY -> array(part);
            case BOOLEAN, NULL -> new Unknown();
        };
    }

    private static Form hole(String code) {
        boolean numeric = code.startsWith("#");
        Slot slot = Slot.of(numeric ? code.substring(1) : code);
        return slot == null ? new Unknown() : new Hole(slot, numeric);
    }

    private static Form array(Part part) {
        List<Form> items = new ArrayList<>();
        for (int i = 1; i < part.children().size(); i++) {
            Part child = part.child(i);
            if (part.child(0).value.text().equals("\"=\"") && child.value.kind() == Json.Kind.STRING) {
                return new Verbatim(child.value.asString());
            }
            items.add(read(child));
        }
        return new Items(items);
    }
}
