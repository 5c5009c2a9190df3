package dev.weftwork.server.http;

import dev.weftwork.graph.Json;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.wire.Limits;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The members of a body of the REST face. Each complaint names the member and says what is expected. */
record Fields(Map<String, Json> members) {
    static Fields of(String body) {
        Json json;
        try {
            json = Json.parse(body);
        } catch (IllegalArgumentException e) {
            // what was found instead is the user's, and clients log what they are told
            String why = String.valueOf(e.getMessage()).split(" but found ", 2)[0];
            throw new ProblemException(400, "malformed", "The body is not JSON: " + why);
        }
        if (!StrictJson.isStrict(json.text())) {
            throw new ProblemException(
                    400, "malformed", "The body is not JSON: it holds NaN or Infinity; send null or a text instead");
        }
        if (json.kind() != Json.Kind.OBJECT) {
            throw new ProblemException(400, "malformed", "The body is a JSON object");
        }
        Map<String, Json> members = new LinkedHashMap<>();
        for (Json.Member member : json.members()) {
            if (members.put(member.key(), member.value()) != null) {
                throw new ProblemException(400, "malformed", "The body repeats a member; each may stand in it once");
            }
        }
        return new Fields(members);
    }

    boolean has(String name) {
        return members.containsKey(name);
    }

    Json required(String name) {
        Json value = members.get(name);
        if (value == null) {
            throw bad("'" + name + "' is missing");
        }
        return value;
    }

    /** A text, or null if it is left out or null. */
    @Nullable String text(String name) {
        Json value = members.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (value.kind() != Json.Kind.STRING) {
            throw bad("'" + name + "' is a text");
        }
        return value.asString();
    }

    /** What something is called, or null; tables and lists are UTF-8, which has no half of a surrogate pair. */
    @Nullable String name() {
        String name = text("name");
        if (name != null && name.codePoints().anyMatch(each -> each >= 0xd800 && each <= 0xdfff)) {
            throw bad("'name' holds half of a surrogate pair; send whole characters");
        }
        return name;
    }

    /** A whole number, or null if it is left out or null. */
    @Nullable Long number(String name) {
        Json value = members.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        try {
            long number = value.asLong();
            if (number >= 0 && number <= Limits.MAX_NUMBER) {
                return number;
            }
        } catch (IllegalStateException e) {
            // said below
        }
        throw bad("'" + name + "' is a whole number, zero or more");
    }

    /** An address with U+0000 in it is no HTTP, encoded or not, so nobody could read what went by that name. */
    static WorkflowId workflow(String id) {
        try {
            if (id.indexOf(0) < 0) {
                return WorkflowId.of(id);
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw bad("'id' is a text of 1 to 512 bytes without U+0000");
    }

    static ProblemException bad(String detail) {
        return new ProblemException(400, "bad-field", detail);
    }
}
