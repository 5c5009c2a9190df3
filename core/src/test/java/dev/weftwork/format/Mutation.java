package dev.weftwork.format;

import dev.weftwork.format.JsonTree.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Spoils documents: values of the wrong kind, members twice, missing or in another order, at random places. */
final class Mutation {
    private final Random random;
    private final RandomFlow flow;
    private int countdown;

    Mutation(Random random) {
        this.random = random;
        this.flow = new RandomFlow(random);
    }

    /** The document with some places spoiled. */
    String of(String text) {
        String spoiled = text;
        for (int i = random.nextInt(4); i >= 0; i--) {
            Value tree = JsonTree.parse(spoiled);
            countdown = random.nextInt(size(tree));
            spoiled = print(tree);
        }
        return spoiled;
    }

    private static int size(Value value) {
        return 1 + value.children().stream().mapToInt(Mutation::size).sum();
    }

    private String print(Value value) {
        boolean here = countdown-- == 0;
        if (here && random.nextBoolean()) {
            return flow.value(2);
        }
        if (value.kind() == 't') {
            return value.token();
        }
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < value.children().size(); i++) {
            String key = value.kind() == '{' ? value.labels().get(i) + ":" : "";
            parts.add(key + print(value.children().get(i)));
        }
        if (here && !parts.isEmpty()) {
            int at = random.nextInt(parts.size());
            String part = parts.get(at);
            switch (random.nextInt(4)) {
                case 0 -> parts.remove(at);
                case 1 -> parts.add(random.nextInt(parts.size()), part);
                case 2 -> parts.add(parts.remove(at));
                default -> parts.add(value.kind() == '{' ? "\"flow:id\":" + flow.value(1) : flow.value(1));
            }
        }
        return value.kind() + String.join(",", parts) + (value.kind() == '{' ? '}' : ']');
    }
}
