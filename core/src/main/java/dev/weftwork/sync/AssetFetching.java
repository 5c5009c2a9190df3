package dev.weftwork.sync;

/** When content is fetched that graphs refer to and that is not here. */
public enum AssetFetching {
    /** When somebody asks for it. */
    LAZY,
    /** As soon as a graph that is synced refers to it. */
    EAGER
}
