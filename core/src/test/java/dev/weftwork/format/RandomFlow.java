package dev.weftwork.format;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Makes up documents of the common shape, with every hazard that JSON and people have to offer. */
final class RandomFlow {
    private static final List<String> SCALARS = List.of(
            "null",
            "true",
            "false",
            "0",
            "-0",
            "-0.0",
            "1.0",
            "1e3",
            "1E+2",
            "0.10",
            "18446744073709552000",
            "NaN",
            "-Infinity",
            "1e400",
            "12345678901234567.5",
            "\"\"",
            "\"text\"",
            "\"\\u00e9\"",
            "\"\\/\"",
            "\"\\ud800\"",
            "\"\u00e9 \\\"q\\\"\"",
            "0.1234567890123456789",
            "{}",
            "[]");

    private static final List<String> KEYS = List.of(
            "id",
            "type",
            "position",
            "data",
            "parentId",
            "parentNode",
            "width",
            "height",
            "measured",
            "style",
            "label",
            "selected",
            "\\u0069d",
            "x",
            "y",
            "source",
            "target",
            "sourceHandle",
            "targetHandle",
            "flow:shape",
            "",
            "position/x");

    private static final List<String> IDS = List.of(
            "\"a\"", "\"b\"", "\"c\"", "\"\\u0061\"", "1", "1.0", "\"1\"", "\"\"", "null", "\"node~1\"", "\"a~2\"");

    private final Random random;

    RandomFlow(Random random) {
        this.random = random;
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private String any(List<String> list) {
        return list.get(random.nextInt(list.size()));
    }

    private String space() {
        return chance(20) ? any(List.of(" ", "\n  ", "\t", "\r\n")) : "";
    }

    String document() {
        List<String> members = new ArrayList<>();
        members.add("\"nodes\":" + list(random.nextInt(6), this::node));
        if (chance(80)) {
            members.add("\"edges\":" + list(random.nextInt(6), this::edge));
        }
        if (chance(60)) {
            members.add("\"viewport\":" + (chance(80) ? viewport() : value(2)));
        }
        if (chance(40)) {
            members.add("\"name\":" + any(SCALARS));
        }
        return object(members, 2);
    }

    private String viewport() {
        return object(new ArrayList<>(List.of("\"x\":" + any(SCALARS), "\"y\":1.50", "\"zoom\":" + any(SCALARS))), 1);
    }

    private String node() {
        if (chance(5)) {
            return any(SCALARS);
        }
        List<String> members = new ArrayList<>();
        with(members, 90, "id", any(IDS));
        with(members, 80, "type", chance(80) ? "\"t\"" : any(SCALARS));
        with(members, 80, "position", chance(80) ? point() : value(2));
        with(
                members,
                80,
                "data",
                chance(80) ? object(new ArrayList<>(List.of("\"label\":" + any(SCALARS))), 4) : value(2));
        with(members, 30, "parentId", any(IDS));
        with(members, 10, "parentNode", any(IDS));
        with(members, 30, "width", any(SCALARS));
        with(members, 30, "height", any(SCALARS));
        with(members, 20, "measured", "{\"height\":" + any(SCALARS) + ",\"width\":" + any(SCALARS) + "}");
        return object(members, 3);
    }

    private String edge() {
        if (chance(5)) {
            return any(SCALARS);
        }
        List<String> members = new ArrayList<>();
        with(members, 80, "id", any(IDS));
        with(members, 95, "source", any(IDS));
        with(members, 95, "target", any(IDS));
        with(members, 40, "sourceHandle", any(SCALARS));
        with(members, 40, "targetHandle", any(SCALARS));
        with(members, 40, "type", any(SCALARS));
        return object(members, 2);
    }

    private void with(List<String> members, int percent, String key, String value) {
        if (chance(percent)) {
            members.add('"' + key + "\":" + value);
        }
    }

    private String point() {
        return object(new ArrayList<>(List.of("\"x\":" + any(SCALARS), "\"y\":" + any(SCALARS))), 1);
    }

    String value(int depth) {
        if (depth == 0 || chance(50)) {
            return any(SCALARS);
        }
        return chance(50) ? list(random.nextInt(4), () -> value(depth - 1)) : object(new ArrayList<>(), depth);
    }

    private String list(int size, Supplier<String> element) {
        List<String> elements = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            elements.add(space() + element.get() + space());
        }
        return "[" + String.join(",", elements) + "]";
    }

    /** Members and some more, among them duplicates, in any order. */
    private String object(List<String> members, int more) {
        int extra = chance(50) ? 0 : random.nextInt(more + 1);
        for (int i = 0; i < extra; i++) {
            members.add(space() + '"' + any(KEYS) + '"' + space() + ":" + space() + value(more - 1) + space());
        }
        Collections.shuffle(members, random);
        return "{" + String.join(",", members) + "}";
    }
}
