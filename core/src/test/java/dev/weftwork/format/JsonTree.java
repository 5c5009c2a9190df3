package dev.weftwork.format;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON as its tokens, read by nothing of the library: the judge of round trips. Strings, numbers and keys are compared
 * by their spelling.
 */
public final class JsonTree {
    /** What is not there. */
    public static final Value ABSENT = new Value('t', "", List.of(), List.of());

    private final String text;
    private int at;

    private JsonTree(String text) {
        this.text = text;
    }

    /** One value: members or elements with their labels, or a token. */
    public record Value(char kind, String token, List<String> labels, List<Value> children) {
        /** The value of the last member of a key, or one that is nothing and has nothing. */
        public Value path(String key) {
            for (int i = kind == '{' ? labels.size() - 1 : -1; i >= 0; i--) {
                if (decoded(labels.get(i)).equals(key)) {
                    return children.get(i);
                }
            }
            return ABSENT;
        }

        /** An element, or one that is nothing and has nothing. */
        public Value path(int index) {
            return kind == '[' && index < children.size() ? children.get(index) : ABSENT;
        }

        /** The keys, decoded. */
        public List<String> keys() {
            return labels.stream().map(JsonTree::decoded).toList();
        }

        /** What a string means, or how anything else is spelled. */
        public String text() {
            return decoded(token);
        }

        @Override
        public String toString() {
            return kind == 't' ? (token.isEmpty() ? "null" : token) : kind + "…" + children.size();
        }
    }

    /** Every token of a text in order: brackets, commas and colons left out where they follow from the rest. */
    public static List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        JsonTree lexer = new JsonTree(text);
        for (lexer.space(); lexer.at < text.length(); lexer.space()) {
            tokens.add(lexer.token());
        }
        return tokens;
    }

    public static Value parse(String text) {
        return new JsonTree(text).value();
    }

    private static String decoded(String token) {
        return token.startsWith("\"") ? JsonMapper.shared().readValue(token, String.class) : token;
    }

    private void space() {
        while (at < text.length() && " \t\r\n\uFEFF".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private String token() {
        space();
        int start = at;
        char first = text.charAt(at++);
        if (first == '"') {
            while (text.charAt(at) != '"') {
                at += text.charAt(at) == '\\' ? 2 : 1;
            }
            at++;
        } else if ("{}[],:".indexOf(first) < 0) {
            while (at < text.length() && "{}[],: \t\r\n\"".indexOf(text.charAt(at)) < 0) {
                at++;
            }
        }
        return text.substring(start, at);
    }

    private boolean ahead(char c) {
        space();
        if (text.charAt(at) != c) {
            return false;
        }
        at++;
        return true;
    }

    private Value value() {
        String token = token();
        if (!token.equals("{") && !token.equals("[")) {
            return new Value('t', token, List.of(), List.of());
        }
        char close = token.equals("{") ? '}' : ']';
        List<String> labels = new ArrayList<>();
        List<Value> children = new ArrayList<>();
        if (!ahead(close)) {
            do {
                labels.add(close == '}' ? token() : Integer.toString(children.size()));
                if (close == '}') {
                    token();
                }
                children.add(value());
            } while (ahead(','));
            ahead(close);
        }
        return new Value(token.charAt(0), "", labels, children);
    }

    /** One place where two documents differ; the side that has nothing there is {@link #ABSENT}. */
    public record Difference(String path, Value before, Value after) {}

    /** The smallest places where two documents differ. What was put into or taken out of a list shifts nothing. */
    public static List<Difference> differences(String before, String after) {
        List<Difference> found = new ArrayList<>();
        compare("", parse(before), parse(after), found);
        return found;
    }

    private static void compare(String path, Value before, Value after, List<Difference> found) {
        if (before.equals(after)) {
            return;
        }
        if (before.kind() == 't' || before.kind() != after.kind()) {
            found.add(new Difference(path, before, after));
            return;
        }
        int i = 0;
        int j = 0;
        while (i < before.children().size() || j < after.children().size()) {
            if (isGone(before, i, after, j)) {
                found.add(
                        new Difference(label(path, before, i), before.children().get(i++), ABSENT));
            } else if (isGone(after, j, before, i)) {
                found.add(new Difference(
                        label(path, after, j), ABSENT, after.children().get(j++)));
            } else {
                compare(
                        label(path, before, i),
                        before.children().get(i++),
                        after.children().get(j++),
                        found);
            }
        }
    }

    private static String label(String path, Value parent, int index) {
        return path + "/" + parent.labels().get(index);
    }

    /** Whether what is due in one is nowhere in the rest of the other, which goes on with what comes later in the one. */
    private static boolean isGone(Value one, int at, Value other, int otherAt) {
        if (at == one.children().size() || otherAt == other.children().size()) {
            return at < one.children().size();
        }
        List<?> names = one.kind() == '{' ? one.labels() : one.children();
        List<?> others = one.kind() == '{' ? other.labels() : other.children();
        boolean wanted = others.subList(otherAt, others.size()).contains(names.get(at));
        return !wanted
                && (one.kind() == '{' || names.subList(at + 1, names.size()).contains(others.get(otherAt)));
    }
}
