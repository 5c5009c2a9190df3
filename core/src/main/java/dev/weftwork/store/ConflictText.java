package dev.weftwork.store;

import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.Stamp;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.JsonObjectBuilder;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.oplog.SealedText;

/** How a conflict lies in a setting. */
final class ConflictText {
    private ConflictText() {}

    static String name(Conflict conflict) {
        return Keys.CONFLICT + conflict.loser().stamp().op() + "/"
                + conflict.key().kind() + "/" + conflict.field() + "/"
                + conflict.key().id();
    }

    static String write(Conflict conflict) {
        JsonObjectBuilder text = Json.object()
                .put("workflow", conflict.workflow().value())
                .put("kind", conflict.key().kind().name())
                .put("id", conflict.key().id())
                .put("field", conflict.field())
                .put("won", conflict.won())
                .put("open", conflict.open())
                .put("found", conflict.found());
        write("mine", conflict.mine(), text);
        write("theirs", conflict.theirs(), text);
        return SealedText.seal(name(conflict), text.build().text());
    }

    private static void write(String name, Conflict.Side side, JsonObjectBuilder text) {
        text.put(name + "Stamp", side.stamp().toString());
        Json value = side.value();
        if (value != null) {
            text.put(name, value);
        }
    }

    static Conflict read(String name, String text) {
        Json json = Json.parse(SealedText.open(name, text));
        return new Conflict(
                WorkflowId.of(part(json, "workflow").asString()),
                new EntityKey(
                        EntityKind.of(part(json, "kind").asString()),
                        part(json, "id").asString()),
                part(json, "field").asString(),
                side(json, "mine"),
                side(json, "theirs"),
                part(json, "won").asBoolean(),
                part(json, "open").asBoolean(),
                found(json));
    }

    private static long found(Json json) {
        Json found = json.get("found");
        // early files do not say
        return found == null ? side(json, "mine").stamp().millis() : found.asLong();
    }

    private static Conflict.Side side(Json json, String name) {
        return new Conflict.Side(
                json.get(name), Stamp.parse(part(json, name + "Stamp").asString()));
    }

    private static Json part(Json json, String name) {
        Json part = json.get(name);
        if (part == null) {
            throw new IllegalArgumentException("A conflict names no " + name);
        }
        return part;
    }
}
