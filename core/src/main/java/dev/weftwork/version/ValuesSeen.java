package dev.weftwork.version;

import java.util.Objects;

/** Whether somebody who looked through all that versions hold has seen it all. */
public sealed interface ValuesSeen {
    /** Everything was handed over. */
    record All() implements ValuesSeen {}

    /**
     * Not everything was handed over, so versions may hold anything beside. Whoever collects what versions do not refer
     * to collects nothing then.
     *
     * @param why what stood in the way, for people to read
     */
    record Some(String why) implements ValuesSeen {
        /**
         * Checks that it is there.
         *
         * @param why what stood in the way
         */
        public Some {
            Objects.requireNonNull(why, "A reason is needed; it says what stood in the way");
        }
    }
}
