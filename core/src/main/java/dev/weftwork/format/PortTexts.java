package dev.weftwork.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The links that leave one node, port by port, with those that lead nowhere in their places. Confined to one node. */
final class PortTexts {
    private final Map<String, List<Strays.Entry>> links = new TreeMap<>();
    private final Strays strays;

    PortTexts(Strays strays) {
        this.strays = strays;
        strays.names().forEach(handle -> links.put(handle, new ArrayList<>()));
    }

    void add(String handle, Strays.Entry link) {
        links.computeIfAbsent(handle, name -> new ArrayList<>()).add(link);
    }

    /** The array of one port, perhaps empty. */
    String array(String handle) {
        return Sequence.array(links.getOrDefault(handle, List.of()), strays.of(handle));
    }

    /** How many ports of a type there are links for; null for all, which are called by their index alone. */
    int count(@Nullable String type) {
        int count = 0;
        for (String handle : links.keySet()) {
            PortName name = PortName.of(handle);
            if (type == null || name.path().equals(type)) {
                count = Math.max(count, PortName.index(type == null ? handle : name.index()) + 1);
            }
        }
        return count;
    }

    /** The types of ports that there are links for. */
    List<String> types() {
        return links.keySet().stream()
                .map(handle -> PortName.of(handle).path())
                .distinct()
                .toList();
    }
}
