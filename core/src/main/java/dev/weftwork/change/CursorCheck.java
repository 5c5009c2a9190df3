package dev.weftwork.change;

import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Whether an authority can go on from a cursor that somebody brings. */
public final class CursorCheck {
    /** What comes of it. */
    public enum Finding {
        /** The cursor lies in this authority's past, and all after it is there. */
        GOOD,
        /** The text is no cursor. */
        MALFORMED,
        /** What follows it has been forgotten. */
        TOO_OLD,
        /** It lies in another past: the authority was restored, or is another one. */
        FOREIGN
    }

    private CursorCheck() {}

    /**
     * Checks a cursor.
     *
     * @param text the cursor; empty for the beginning
     * @param floor the last place that was forgotten, or the start
     * @param head the last place
     * @param at the place behind the operation of a number between the two, or null if there is none
     * @return what comes of it
     */
    public static Finding check(String text, Place floor, Place head, LongFunction<@Nullable Place> at) {
        if (text.isEmpty()) {
            return floor.seq() == 0 ? Finding.GOOD : Finding.TOO_OLD;
        }
        Place asked = Place.parse(text);
        if (asked == null) {
            return Finding.MALFORMED;
        }
        if (asked.epoch() != head.epoch() || asked.seq() > head.seq()) {
            return Finding.FOREIGN;
        }
        if (asked.seq() < floor.seq()) {
            return Finding.TOO_OLD;
        }
        Place ours = asked.seq() == floor.seq() ? floor : at.apply(asked.seq());
        return ours != null && ours.hash().equals(asked.hash()) ? Finding.GOOD : Finding.FOREIGN;
    }

    /**
     * The number of a good cursor.
     *
     * @param text the cursor
     * @return its sequence number
     */
    public static long seq(String text) {
        Place place = Place.parse(text);
        return place == null ? 0 : place.seq();
    }
}
