package dev.weftwork.server;

/** What a member of a workspace may do there. Each role includes those before it. */
public enum Role {
    /** May read. */
    VIEWER,
    /** May read and write. */
    EDITOR,
    /** May do all. */
    ADMIN;

    /**
     * Whether this role includes another.
     *
     * @param needed the other
     * @return true if it does
     */
    public boolean includes(Role needed) {
        return compareTo(needed) >= 0;
    }
}
