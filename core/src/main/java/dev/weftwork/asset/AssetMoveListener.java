package dev.weftwork.asset;

/** Is told how far a move of all assets has come, on the thread that moves them. */
public interface AssetMoveListener {
    /** Wants to know nothing. */
    AssetMoveListener NONE = new AssetMoveListener() {};

    /**
     * One more asset is in the new place, durably.
     *
     * @param assets how many are
     * @param ofAssets how many there are to move
     * @param bytes how many bytes these are
     * @param ofBytes how many bytes there are to move
     */
    default void moved(int assets, int ofAssets, long bytes, long ofBytes) {}

    /**
     * The new place has everything, and so has the old one, still. Whoever notes down which place to open next time does
     * it now: if the process dies before this returns, the old place is whole, and if it dies later, the new one is.
     * Nothing is put meanwhile, so this is to be quick, and must not wait for edits or assets of this store. What it puts
     * itself is refused with {@link IllegalStateException}, since it could be in the place that is left.
     */
    default void switching() {}
}
