package dev.weftwork.store;

import dev.weftwork.graph.Json;
import org.jspecify.annotations.Nullable;

/**
 * Who has the last word on a store's edits: the store itself, or a server.
 *
 * @param binding the server, or null while the store is its own authority
 */
record Authority(@Nullable Binding binding) {
    static final Authority LOCAL = new Authority(null);

    boolean attached() {
        return binding != null;
    }

    static Authority parse(@Nullable String text) {
        if (text == null) {
            return LOCAL;
        }
        Json json = Json.parse(text);
        return new Authority(new Binding(part(json, "server"), part(json, "workspace"), part(json, "principal")));
    }

    private static String part(Json json, String name) {
        Json value = json.get(name);
        if (value == null) {
            throw new IllegalArgumentException("The store's binding names no " + name);
        }
        return value.asString();
    }

    static String text(Binding binding) {
        return Json.object()
                .put("server", binding.server())
                .put("workspace", binding.workspace())
                .put("principal", binding.principal())
                .build()
                .text();
    }
}
