package dev.weftwork.schedule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** A handler that notes what it is given, at which virtual millisecond. */
final class Recording implements BiConsumer<String, Integer> {
    private final ManualScheduler time;
    private final List<String> calls = new ArrayList<>();

    Recording(ManualScheduler time) {
        this.time = time;
    }

    @Override
    public void accept(String key, Integer value) {
        calls.add(key + "=" + value + " at " + Duration.ofNanos(time.nanoTime()).toMillis());
    }

    List<String> calls() {
        return calls;
    }
}
