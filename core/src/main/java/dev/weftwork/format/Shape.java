package dev.weftwork.format;

import dev.weftwork.graph.Json;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/**
 * A shape with what is in it. Never changed once made.
 *
 * @param form the shape
 * @param bare whether it is no shape at all: the entity was made here, or its shape was lost
 * @param slots the typed fields that have a place in it
 * @param ext the paths of the unknown fields that have a place in it
 * @param config the keys of the settings that have a place in it
 */
record Shape(Form form, boolean bare, Set<Slot> slots, Set<String> ext, Set<String> config) {
    /** The shape of what has none. */
    static final Shape NONE = new Shape(Form.NONE, true, Set.of(), Set.of(), Set.of());

    static Shape read(Json json) {
        Shape shape = new Shape(Form.read(json), false, EnumSet.noneOf(Slot.class), new HashSet<>(), new HashSet<>());
        shape.list(shape.form, "", "");
        return shape;
    }

    private void list(Form part, String path, String key) {
        if (part instanceof Form.Hole hole) {
            slots.add(hole.slot());
        } else if (part instanceof Form.Unknown) {
            ext.add(path);
        } else if (part instanceof Form.Setting) {
            config.add(key);
        } else if (part instanceof Form.Members members) {
            for (Form.Member member : members.members()) {
                list(member.form(), ShapeWriter.below(path, member.key()), member.key());
            }
        } else if (part instanceof Form.Items items) {
            for (int i = 0; i < items.items().size(); i++) {
                String index = Integer.toString(i);
                list(items.items().get(i), ShapeWriter.below(path, index), index);
            }
        }
    }
}
