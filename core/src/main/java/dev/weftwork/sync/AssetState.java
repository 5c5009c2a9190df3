package dev.weftwork.sync;

/** Where the content of a reference is, as seen from this device: what to show in its place. */
public enum AssetState {
    /** It is not here. Ask for it, or let it be. */
    ABSENT,
    /** It is on its way here, or waits for its turn. */
    ARRIVING,
    /** It is here, whole and checked. */
    HERE
}
