package dev.weftwork.graph;

import java.util.ArrayList;
import java.util.List;

/** Changes one member in the text of an object and leaves every other character alone. Immutable. */
final class JsonEdit {

    private final Json object;
    private final List<Span> members;

    private JsonEdit(Json object, List<Span> members) {
        this.object = object;
        this.members = members;
    }

    /** Where a member lies: its key's quote, its value, and the offset after that. */
    private record Span(String key, int start, int value, int end) {}

    static JsonEdit of(Json object) {
        JsonCursor cursor = object.cursor(Json.Kind.OBJECT);
        List<Span> members = new ArrayList<>();
        cursor.beginObject();
        while (cursor.nextMember()) {
            int value = cursor.offset();
            cursor.skip();
            members.add(new Span(cursor.key(), cursor.keyOffset(), value, cursor.offset()));
        }
        return new JsonEdit(object, members);
    }

    Json with(String key, Json value) {
        String text = object.text();
        for (int i = members.size() - 1; i >= 0; i--) {
            Span member = members.get(i);
            if (member.key().equals(key)) {
                return splice(text, member.value(), value.text(), member.end());
            }
        }
        int end = members.isEmpty() ? 1 : members.get(members.size() - 1).end();
        String comma = members.isEmpty() ? "" : ",";
        return splice(text, end, comma + JsonWriter.quote(key) + ":" + value.text(), end);
    }

    /** Parsed anew, since the value may take the whole beyond the depth limit. */
    private static Json splice(String text, int from, String insert, int to) {
        return Json.parse(text.substring(0, from) + insert + text.substring(to));
    }

    /** Each member that stays brings the separator before it, but for the first, which follows the brace. */
    Json without(String key) {
        if (members.stream().noneMatch(member -> member.key().equals(key))) {
            return object;
        }
        String text = object.text();
        StringBuilder out =
                new StringBuilder(text.length()).append(text, 0, members.get(0).start());
        int brace = out.length();
        for (int i = 0; i < members.size(); i++) {
            Span member = members.get(i);
            if (!member.key().equals(key)) {
                int separator = members.get(Math.max(0, i - 1)).end();
                out.append(text, out.length() == brace ? member.start() : separator, member.end());
            }
        }
        out.append(text, members.get(members.size() - 1).end(), text.length());
        return Json.trusted(out.toString());
    }
}
