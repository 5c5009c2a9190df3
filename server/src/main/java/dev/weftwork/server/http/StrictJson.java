package dev.weftwork.server.http;

import dev.weftwork.graph.Json;
import dev.weftwork.graph.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A graph may hold NaN and the infinities, which no JSON parser of a browser reads. They are shown as null, and whoever
 * sends that null back changes nothing. Stateless.
 */
final class StrictJson {
    private StrictJson() {}

    /** Whether a text, known to be JSON but for that, holds neither NaN nor an infinity. */
    static boolean isStrict(String text) {
        return first(text) < 0;
    }

    /** The text with null in place of each; the same if there is none. */
    static String shown(String text) {
        int found = first(text);
        if (found < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        int from = 0;
        while (found >= 0) {
            out.append(text, from, found).append("null");
            from = end(text, found);
            found = next(text, from);
        }
        return out.append(text, from, text.length()).toString();
    }

    /** What was sent, with what is there already wherever null was sent and NaN or an infinity is shown as null. */
    static Json kept(Json sent, Json present) {
        if (isStrict(present.text()) || sent.equals(present)) {
            return sent;
        }
        if (sent.isNull() && present.kind() == Json.Kind.NUMBER) {
            return present;
        }
        boolean objects = sent.kind() == Json.Kind.OBJECT && present.kind() == Json.Kind.OBJECT;
        boolean arrays = sent.kind() == Json.Kind.ARRAY && present.kind() == Json.Kind.ARRAY;
        return objects ? members(sent, present) : arrays ? elements(sent.elements(), present.elements()) : sent;
    }

    private static Json members(Json sent, Json present) {
        JsonWriter out = new JsonWriter().beginObject();
        for (Json.Member each : sent.members()) {
            out.key(each.key())
                    .value(kept(each.value(), Objects.requireNonNullElse(present.get(each.key()), Json.NULL)));
        }
        return out.endObject().toJson();
    }

    /** What stands before and behind the elements that differ is as it was; those that differ are told apart by their number. */
    private static Json elements(List<Json> sent, List<Json> present) {
        int most = Math.min(sent.size(), present.size());
        int before = 0;
        while (before < most && isShown(sent.get(before), present.get(before))) {
            before++;
        }
        int behind = 0;
        while (behind < most - before && isShown(fromEnd(sent, behind), fromEnd(present, behind))) {
            behind++;
        }
        List<Json> all = new ArrayList<>(present.subList(0, before));
        for (int i = before; i < sent.size() - behind; i++) {
            all.add(sent.size() == present.size() ? kept(sent.get(i), present.get(i)) : sent.get(i));
        }
        all.addAll(present.subList(present.size() - behind, present.size()));
        return Json.array(all);
    }

    private static boolean isShown(Json sent, Json present) {
        return sent.equals(Json.parse(shown(present.text())));
    }

    private static Json fromEnd(List<Json> list, int index) {
        return list.get(list.size() - 1 - index);
    }

    /** Where the first one begins, or -1. Most texts have no such word at all, not even within quotes. */
    private static int first(String text) {
        return text.contains("NaN") || text.contains("Infinity") ? next(text, 0) : -1;
    }

    private static int next(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                i = closing(text, i);
            } else if (c == 'N' || c == 'I') {
                return i > 0 && text.charAt(i - 1) == '-' ? i - 1 : i;
            }
        }
        return -1;
    }

    private static int closing(String text, int opening) {
        int at = opening + 1;
        while (text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return at;
    }

    private static int end(String text, int start) {
        int word = text.charAt(start) == '-' ? start + 1 : start;
        return word + (text.charAt(word) == 'N' ? "NaN" : "Infinity").length();
    }
}
