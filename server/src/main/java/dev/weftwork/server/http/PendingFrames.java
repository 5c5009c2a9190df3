package dev.weftwork.server.http;

import dev.weftwork.change.OpId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Frames that a slow reader has not taken yet: the newest of each gesture, as long as anybody would show it. */
final class PendingFrames {
    private static final int MOST = 64;
    private static final long LIFE = Duration.ofSeconds(2).toNanos();

    private final Map<OpId, Pending> frames = new LinkedHashMap<>();

    private record Pending(String text, long at) {}

    void put(PassedFrame frame, long now) {
        if (frames.size() < MOST || frames.containsKey(frame.gesture())) {
            frames.put(frame.gesture(), new Pending(frame.text(), now));
        }
    }

    boolean isEmpty() {
        return frames.isEmpty();
    }

    /** All of them as events, or null if none is worth it any more. */
    @Nullable String take(long now) {
        StringBuilder events = new StringBuilder();
        frames.values().stream()
                .filter(each -> now - each.at < LIFE)
                .forEach(each -> events.append(LiveStream.event("frame", each.text)));
        frames.clear();
        return events.isEmpty() ? null : events.toString();
    }
}
