package dev.weftwork.asset;

import java.util.List;

/** What came of a wish to delete. */
public sealed interface AssetDeletion {
    /** {@return what it was} */
    Kind kind();

    /** The three outcomes. */
    enum Kind {
        /** The content is gone. */
        DELETED,
        /** The content stays, since somebody refers to it. */
        STILL_REFERENCED,
        /** There is no such content here. */
        UNKNOWN
    }

    /**
     * The content is gone.
     *
     * @param bytes how much space it took
     */
    record Deleted(long bytes) implements AssetDeletion {
        @Override
        public Kind kind() {
            return Kind.DELETED;
        }
    }

    /**
     * The content stays.
     *
     * @param by who refers to it; never empty
     */
    record StillReferenced(List<AssetUse> by) implements AssetDeletion {
        /**
         * Copies the list.
         *
         * @param by who refers to it
         */
        public StillReferenced {
            by = List.copyOf(by);
        }

        @Override
        public Kind kind() {
            return Kind.STILL_REFERENCED;
        }
    }

    /** There is no such content here. */
    record Unknown() implements AssetDeletion {
        @Override
        public Kind kind() {
            return Kind.UNKNOWN;
        }
    }
}
