package dev.weftwork.graph;

import java.util.List;
import java.util.Map;

/** Compares what JSON texts mean. Recursive, which the depth limit of {@link Json} makes safe. Stateless. */
final class JsonEquality {

    private JsonEquality() {}

    static boolean same(Json a, Json b) {
        if (a.equals(b)) {
            return true;
        }
        if (a.kind() != b.kind()) {
            return false;
        }
        return switch (a.kind()) {
            case OBJECT -> sameMembers(a.toMap(), b.toMap());
            case ARRAY -> sameElements(a.elements(), b.elements());
            case STRING -> a.asString().equals(b.asString());
            case NUMBER -> sameNumber(a.text(), b.text());
            case BOOLEAN, NULL -> false;
        };
    }

    private static boolean sameMembers(Map<String, Json> a, Map<String, Json> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (Map.Entry<String, Json> member : a.entrySet()) {
            Json other = b.get(member.getKey());
            if (other == null || !same(member.getValue(), other)) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameElements(List<Json> a, List<Json> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!same(a.get(i), b.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** What no decimal can hold (NaN, absurd exponents) is the same only as the same text, which was seen above. */
    private static boolean sameNumber(String a, String b) {
        try {
            return JsonNumbers.toBigDecimal(a).compareTo(JsonNumbers.toBigDecimal(b)) == 0;
        } catch (ArithmeticException e) {
            return false;
        }
    }
}
