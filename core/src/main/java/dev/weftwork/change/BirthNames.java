package dev.weftwork.change;

/**
 * Remembers which registers the last node and the last edge were born with, since most resemble the one before: then
 * they share the names, and whoever goes through many entities later finds those of all in one place. Confined to one
 * thread.
 */
public final class BirthNames {
    private static final String[] NONE = {};

    private String[] ofNode = NONE;
    private String[] ofEdge = NONE;

    /** Nothing is known yet. */
    public BirthNames() {}

    String[] last(EntityKind kind) {
        return kind.equals(EntityKind.EDGE) ? ofEdge : ofNode;
    }

    void note(EntityKind kind, String[] names) {
        if (kind.equals(EntityKind.EDGE)) {
            ofEdge = names;
        } else {
            ofNode = names;
        }
    }
}
