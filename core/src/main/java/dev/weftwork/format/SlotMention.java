package dev.weftwork.format;

import dev.weftwork.graph.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * Where a node repeats the number of a link: ComfyUI's nodes list their inputs, each with its link, and their outputs,
 * each with its links.
 *
 * @param node the node's id
 * @param output whether it is an output
 * @param index which one
 */
record SlotMention(String node, boolean output, String index) {
    static final String INPUTS = "inputs";

    static final String OUTPUTS = "outputs";

    private static final String LINK = "link";

    private static final String LINKS = "links";

    /** Says which links a slot should list, given those that it lists. */
    interface Rule extends BiFunction<SlotMention, Set<String>, Set<String>> {}

    /** The unknown fields of a node with its slots corrected; the same if they were right. */
    static Map<String, Json> correct(String node, Map<String, Json> ext, Rule rule) {
        Map<String, Json> corrected = ext;
        for (String list : List.of(INPUTS, OUTPUTS)) {
            Json slots = ext.getOrDefault(list, Json.NULL);
            if (slots.kind() == Json.Kind.ARRAY) {
                corrected = with(corrected, list, slots, correct(node, list, slots, rule));
            }
        }
        return corrected;
    }

    private static Map<String, Json> with(Map<String, Json> ext, String list, Json before, Json after) {
        if (after.equals(before)) {
            return ext;
        }
        Map<String, Json> changed = new TreeMap<>(ext);
        changed.put(list, after);
        return changed;
    }

    private static Json correct(String node, String list, Json slots, Rule rule) {
        boolean output = list.equals(OUTPUTS);
        List<Json> all = new ArrayList<>(slots.elements());
        boolean changed = false;
        for (int i = 0; i < all.size(); i++) {
            Json slot = all.get(i);
            if (slot.kind() == Json.Kind.OBJECT) {
                Set<String> listed = listed(slot, output);
                Set<String> wanted = rule.apply(new SlotMention(node, output, Integer.toString(i)), listed);
                changed |= !wanted.equals(listed);
                all.set(i, wanted.equals(listed) ? slot : with(slot, output, wanted));
            }
        }
        return changed ? Json.array(all) : slots;
    }

    private static Set<String> listed(Json slot, boolean output) {
        Json value = slot.get(output ? LINKS : LINK);
        Set<String> links = new LinkedHashSet<>();
        if (value != null && output && value.kind() == Json.Kind.ARRAY) {
            value.elements().forEach(link -> links.add(Lifted.text(link)));
        } else if (value != null && !output && !value.isNull()) {
            links.add(Lifted.text(value));
        }
        return links;
    }

    private static Json with(Json slot, boolean output, Set<String> links) {
        Literals plain = new Literals(Map.of());
        List<Json> values = links.stream()
                .map(link -> Json.parse(plain.reference(Slot.ID, link, true)))
                .toList();
        if (output) {
            return slot.with(LINKS, values);
        }
        return slot.with(LINK, values.isEmpty() ? Json.NULL : values.get(0));
    }
}
