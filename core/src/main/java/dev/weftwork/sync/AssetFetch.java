package dev.weftwork.sync;

import dev.weftwork.graph.AssetHash;
import dev.weftwork.graph.AssetRef;

/** What came of asking for the content of a reference. */
public sealed interface AssetFetch {
    /** {@return the kind, for switches} */
    Kind kind();

    /** The kinds. */
    enum Kind {
        /** {@link Here}. */
        HERE,
        /** {@link Absent}. */
        ABSENT,
        /** {@link Failed}. */
        FAILED,
        /** {@link Nameless}. */
        NAMELESS
    }

    /**
     * It is here, whole and checked: {@code store.assets().get(ref)} reads it.
     *
     * @param ref leads to it
     */
    record Here(AssetRef ref) implements AssetFetch {
        @Override
        public Kind kind() {
            return Kind.HERE;
        }
    }

    /**
     * Neither this device nor the server has it. Whoever made the reference may not have brought it yet.
     *
     * @param hash which
     */
    record Absent(AssetHash hash) implements AssetFetch {
        @Override
        public Kind kind() {
            return Kind.ABSENT;
        }
    }

    /**
     * It could not be fetched now. What came of it stays, and the next try goes on from there.
     *
     * @param failure why
     */
    record Failed(AssetFailure failure) implements AssetFetch {
        @Override
        public Kind kind() {
            return Kind.FAILED;
        }
    }

    /**
     * The reference has no hash, so no server can be asked for it.
     *
     * @param ref the reference
     */
    record Nameless(AssetRef ref) implements AssetFetch {
        @Override
        public Kind kind() {
            return Kind.NAMELESS;
        }
    }
}
