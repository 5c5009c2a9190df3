package dev.weftwork.change;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Lets frames of gestures pass whose number is above all that came before of the same gesture, and only those of the
 * principal who began it. Knows the gestures of late only: what is older no replica shows any more. Thread-safe.
 */
public final class GestureOrder {
    private final Map<Key, Last> gestures;

    private record Key(String workspace, OpId gesture) {}

    private record Last(String principal, long number) {}

    /**
     * Knows nothing yet.
     *
     * @param most how many gestures to know at a time
     */
    public GestureOrder(int most) {
        gestures = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, Last> eldest) {
                return size() > most;
            }
        };
    }

    /**
     * Whether a frame is to be passed on; if it is, none of the same number is again.
     *
     * @param workspace where
     * @param principal whose frame it is
     * @param gesture the gesture
     * @param number the frame's number
     * @return whether it is the newest
     */
    public synchronized boolean passes(String workspace, String principal, OpId gesture, long number) {
        Key key = new Key(workspace, gesture);
        Last last = gestures.get(key);
        if (last != null && (last.number >= number || !last.principal.equals(principal))) {
            return false;
        }
        gestures.put(key, new Last(principal, number));
        return true;
    }
}
