package dev.weftwork.secret;

import dev.weftwork.change.EntityKind;
import dev.weftwork.change.RegisterNames;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One field that is secret, in entities of one kind and, if a type is named, of one type. */
record SecretRule(EntityKind kind, @Nullable String type, String field) {
    private static final String HINT = "; name a setting (config.apiKey, config.token@http), a field of the host's own"
            + " (ext.note, workflow:ext.note), or the items of a collection (prompts:value)";

    /** What the library has to read to show, link and merge a graph. */
    private static final Set<String> NEEDED = Set.of(
            RegisterNames.LIFE,
            RegisterNames.NAME,
            RegisterNames.VIEWPORT,
            RegisterNames.TYPE,
            RegisterNames.TITLE,
            RegisterNames.POSITION,
            RegisterNames.SIZE,
            RegisterNames.PARENT,
            RegisterNames.RUN,
            RegisterNames.ORDER,
            RegisterNames.ENDS);

    SecretRule {
        if (NEEDED.contains(field)) {
            throw new IllegalArgumentException(
                    "'" + field + "' cannot be secret, since the library has to read it" + HINT);
        }
        if (field.isBlank() || field.equals(RegisterNames.CONFIG_PREFIX) || field.equals(RegisterNames.EXT_PREFIX)) {
            throw new IllegalArgumentException("'" + field + "' names no field" + HINT);
        }
    }

    static SecretRule parse(String text) {
        String name = Objects.requireNonNull(text, "The name of a secret field is needed" + HINT)
                .strip();
        boolean ofNode = name.startsWith(RegisterNames.CONFIG_PREFIX) || name.startsWith(RegisterNames.EXT_PREFIX);
        int colon = ofNode ? -1 : name.indexOf(':');
        if (!ofNode && colon < 1) {
            throw new IllegalArgumentException("'" + name + "' is no name of a secret field" + HINT);
        }
        EntityKind kind = ofNode ? EntityKind.NODE : EntityKind.of(name.substring(0, colon));
        String field = name.substring(colon + 1);
        int at = field.lastIndexOf('@');
        return at < 0
                ? new SecretRule(kind, null, field)
                : new SecretRule(kind, field.substring(at + 1), field.substring(0, at));
    }

    boolean concerns(EntityKind someKind, @Nullable String someType, String someField) {
        return field.equals(someField) && kind.equals(someKind) && (type == null || type.equals(someType));
    }

    @Override
    public String toString() {
        String plain = (kind.equals(EntityKind.NODE) ? "" : kind + ":") + field;
        return type == null ? plain : plain + "@" + type;
    }
}
