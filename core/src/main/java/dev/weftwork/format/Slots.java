package dev.weftwork.format;

import dev.weftwork.graph.Edge;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps the slots of nodes in step with the links, in the family whose nodes repeat them. Slots that did not agree with
 * the links of the document as it was read are left as they are. Confined to one document.
 */
final class Slots {
    private final Map<String, Edge> links = new HashMap<>();
    private final Map<SlotMention, List<String>> due = new HashMap<>();
    private final Set<String> loose = new HashSet<>();

    /** Notes on the edges and in the document's fields which of them the slots contradict. */
    static List<Edge> mark(Drafts drafts, List<Edge> edges, Map<String, Json> ext) {
        Map<String, Set<SlotMention>> mentions = new HashMap<>();
        for (Draft draft : drafts.all()) {
            SlotMention.correct(draft.id.value(), draft.lifted.ext(), (place, listed) -> {
                listed.forEach(link ->
                        mentions.computeIfAbsent(link, id -> new HashSet<>()).add(place));
                return listed;
            });
        }
        List<Edge> marked = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (Edge edge : edges) {
            String link = number(edge);
            boolean agreed = known.add(link) && places(edge).equals(mentions.get(link));
            marked.add(agreed ? edge : edge.withExt(Marks.LOOSE, Json.TRUE));
        }
        mentions.keySet().removeAll(known);
        if (!mentions.isEmpty()) {
            ext.put(Marks.LOOSE, Json.array(mentions.keySet().stream().sorted().toList()));
        }
        return marked;
    }

    /** Takes the links that are to be written. */
    Slots(List<Edge> edges, Numbering numbers, Map<String, Json> ext) {
        for (Edge edge : edges) {
            String link = numbers.of(edge);
            links.putIfAbsent(link, edge);
            if (!edge.ext().containsKey(Marks.LOOSE)) {
                places(edge)
                        .forEach(place -> due.computeIfAbsent(place, at -> new ArrayList<>())
                                .add(link));
            }
        }
        Json kept = ext.get(Marks.LOOSE);
        if (kept != null && kept.kind() == Json.Kind.ARRAY) {
            kept.elements().forEach(link -> loose.add(Lifted.text(link)));
        }
    }

    /** A node's unknown fields, with the links in its slots as they are now. */
    Map<String, Json> correct(Node node) {
        return SlotMention.correct(node.id().value(), node.ext(), this::wanted);
    }

    private Set<String> wanted(SlotMention place, Set<String> listed) {
        List<String> due = this.due.getOrDefault(place, List.of());
        Set<String> wanted = new LinkedHashSet<>();
        for (String link : listed) {
            Edge edge = links.get(link);
            boolean left = edge == null ? loose.contains(link) : edge.ext().containsKey(Marks.LOOSE);
            if (left || due.contains(link)) {
                wanted.add(link);
            }
        }
        // an input has one link at most
        if (place.output() || wanted.isEmpty()) {
            wanted.addAll(place.output() || due.isEmpty() ? due : due.subList(0, 1));
        }
        return wanted;
    }

    private static Set<SlotMention> places(Edge edge) {
        return Set.of(
                new SlotMention(edge.source().value(), true, String.valueOf(edge.sourceHandle())),
                new SlotMention(edge.target().value(), false, String.valueOf(edge.targetHandle())));
    }

    private static String number(Edge edge) {
        Json mark = edge.ext().get(Marks.ID);
        return mark == null || mark.isNull() ? edge.id().value() : Lifted.text(mark);
    }
}
