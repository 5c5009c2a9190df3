package dev.weftwork.memory;

import dev.weftwork.spi.FrameRing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** The newest frames of a disk. Any thread may call. */
final class MemoryRing implements FrameRing {
    private final Deque<String> frames = new ArrayDeque<>();
    private long last;

    @Override
    public void put(String frame) {
        Objects.requireNonNull(frame, "A frame is needed; it is what others are shown");
        int bytes = frame.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MOST_BYTES) {
            throw new IllegalArgumentException("A frame may have " + MOST_BYTES + " bytes; this one has " + bytes);
        }
        synchronized (frames) {
            if (frames.size() == LEAST) {
                frames.removeFirst();
            }
            frames.addLast(frame);
            last++;
        }
    }

    @Override
    public long read(long seen, Consumer<String> visitor) {
        Objects.requireNonNull(visitor, "A visitor is needed; it takes the frames");
        List<String> fresh = new ArrayList<>();
        long newest;
        synchronized (frames) {
            newest = last;
            long number = last - frames.size();
            for (String frame : frames) {
                number++;
                if (number > seen || seen > last) {
                    fresh.add(frame);
                }
            }
        }
        fresh.forEach(visitor);
        return newest;
    }
}
