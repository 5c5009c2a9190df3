package dev.weftwork.asset;

import dev.weftwork.graph.AssetRef;

/** Somebody who holds references, such as live graphs or retained versions: what it names is not deleted. */
@FunctionalInterface
public interface AssetReferrer {
    /**
     * Names every reference that is held now. If that cannot be found out, this throws, and nothing is deleted.
     *
     * @param visitor is told of each
     */
    void references(Visitor visitor);

    /** Is told of references. */
    @FunctionalInterface
    interface Visitor {
        /**
         * Takes one.
         *
         * @param ref the reference
         * @param use who holds it
         */
        void refers(AssetRef ref, AssetUse use);

        /**
         * Takes a holder that cannot be looked into, such as an encrypted field whose key is not here or a damaged
         * version. Since it may refer to anything, nothing is deleted while it is there.
         *
         * @param use who may hold references
         */
        default void mayReferToAnything(AssetUse use) {}
    }
}
