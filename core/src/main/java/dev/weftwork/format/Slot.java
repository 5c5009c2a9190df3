package dev.weftwork.format;

import dev.weftwork.graph.Json;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The typed fields that a document's values are lifted into. */
enum Slot {
    ID(Takes.REFERENCE),
    TYPE(Takes.TEXT),
    TITLE(Takes.TEXT),
    X(Takes.NUMBER),
    Y(Takes.NUMBER),
    WIDTH(Takes.NUMBER),
    HEIGHT(Takes.NUMBER),
    PARENT(Takes.REFERENCE),
    SOURCE(Takes.REFERENCE),
    TARGET(Takes.REFERENCE),
    SOURCE_HANDLE(Takes.REFERENCE),
    TARGET_HANDLE(Takes.REFERENCE),
    /** The first part of a target handle: the type before the slash. */
    TARGET_PORT(Takes.TEXT),
    /** The second part of a target handle: the index after the slash. */
    TARGET_INDEX(Takes.INDEX),
    NAME(Takes.TEXT),
    VIEW_X(Takes.NUMBER),
    VIEW_Y(Takes.NUMBER),
    ZOOM(Takes.NUMBER),
    /** All nodes. */
    NODES(Takes.CONTAINER),
    /** All links. */
    EDGES(Takes.CONTAINER),
    /** The links that leave a node by one port. */
    PORT(Takes.ARRAY),
    /** The link that enters a node by the port of this name. */
    LINK(Takes.PAIR);

    /** Fields that are one register: all of them are lifted, or none. */
    static final Set<Set<Slot>> COMPOSITES = Set.of(
            Set.of(X, Y), Set.of(WIDTH, HEIGHT), Set.of(VIEW_X, VIEW_Y, ZOOM), Set.of(TARGET_PORT, TARGET_INDEX));

    private static final Map<String, Slot> BY_CODE =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(Slot::code, Function.identity()));

    /** What a field can be lifted from. */
    private enum Takes {
        TEXT,
        REFERENCE,
        INDEX,
        NUMBER,
        ARRAY,
        PAIR,
        CONTAINER
    }

    private final Takes takes;
    private final String code;

    Slot(Takes takes) {
        this.takes = takes;
        this.code = name().toLowerCase(Locale.ROOT);
    }

    /** What stands in a shape for this field. */
    String code() {
        return code;
    }

    static @Nullable Slot of(String code) {
        return BY_CODE.get(code);
    }

    boolean isNumber() {
        return takes == Takes.NUMBER;
    }

    /** Whether this is an id, or names one, or a handle: text or number alike. */
    boolean isReference() {
        return takes == Takes.REFERENCE || takes == Takes.INDEX;
    }

    /** Whether this is written from one value, not assembled from many. */
    boolean isScalar() {
        return takes == Takes.TEXT || takes == Takes.NUMBER || isReference();
    }

    /** Whether a value can be lifted into this field. */
    boolean accepts(Json value) {
        Json.Kind kind = value.kind();
        return switch (takes) {
            case TEXT -> kind == Json.Kind.STRING;
            case REFERENCE -> kind == Json.Kind.STRING || kind == Json.Kind.NUMBER;
            case NUMBER -> kind == Json.Kind.NUMBER && Double.isFinite(value.asDouble());
            case INDEX -> kind == Json.Kind.NUMBER;
            case ARRAY -> kind == Json.Kind.ARRAY;
            case PAIR -> isPair(value);
            case CONTAINER -> kind == Json.Kind.ARRAY || kind == Json.Kind.OBJECT;
        };
    }

    private static boolean isPair(Json value) {
        if (value.kind() != Json.Kind.ARRAY || value.size() != 2) {
            return false;
        }
        return value.get(0).kind() == Json.Kind.STRING && value.get(1).kind() == Json.Kind.NUMBER;
    }

    /** The fields of composites of which only a part was found. */
    static Set<Slot> torn(Set<Slot> found) {
        Set<Slot> torn = EnumSet.noneOf(Slot.class);
        for (Set<Slot> composite : COMPOSITES) {
            if (!found.containsAll(composite)) {
                torn.addAll(composite);
            }
        }
        torn.retainAll(found);
        return torn;
    }
}
