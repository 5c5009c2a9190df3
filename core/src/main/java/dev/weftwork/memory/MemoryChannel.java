package dev.weftwork.memory;

import dev.weftwork.change.OpId;
import dev.weftwork.spi.GestureFrame;
import dev.weftwork.spi.LiveChannel;
import dev.weftwork.spi.LiveListener;
import dev.weftwork.spi.LiveRequest;
import dev.weftwork.spi.PullAnswer;
import dev.weftwork.spi.PullRequest;
import dev.weftwork.spi.RemoteCursor;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteReply;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A live channel within one process. One thread at a time tells the listener; others leave word that there is more. */
final class MemoryChannel implements LiveChannel, MemoryRemote.Waiting {
    private static final int PAGE = 500;

    private final MemoryRemote remote;
    private final LiveRequest request;
    private final LiveListener listener;
    private final Runnable look = this::look;
    /** The newest frame of each gesture, as far as it was not told. */
    private final Map<OpId, GestureFrame> frames = new LinkedHashMap<>();

    private RemoteCursor at;
    private boolean opened;
    private boolean telling;
    private boolean again;
    private @Nullable RemoteFailure last;
    private boolean over;

    MemoryChannel(MemoryRemote remote, LiveRequest request, LiveListener listener) {
        this.remote = remote;
        this.request = request;
        this.listener = listener;
        this.at = request.after();
    }

    MemoryChannel open() {
        remote.waiting().add(this);
        remote.workspace().listeners().add(look);
        remote.workspace().channels().add(this);
        leaveWord(null);
        return this;
    }

    private void look() {
        leaveWord(null);
    }

    @SuppressWarnings("ReferenceEquality") // the sender is this very adapter, not one like it
    void frame(MemoryRemote sender, GestureFrame frame) {
        boolean asked = request.workflows().isEmpty() || request.workflows().contains(frame.workflow());
        if (sender == remote || !asked) {
            return;
        }
        synchronized (this) {
            frames.put(frame.gesture(), frame);
        }
        leaveWord(null);
    }

    @Override
    public void end(RemoteFailure failure) {
        leaveWord(failure);
    }

    private void leaveWord(@Nullable RemoteFailure failure) {
        synchronized (this) {
            last = last == null ? failure : last;
            again = true;
            if (telling) {
                return;
            }
            telling = true;
        }
        while (goesOn()) {
            RemoteFailure end = tell();
            if (end != null && leave()) {
                listener.ended(end);
            }
        }
    }

    private synchronized boolean goesOn() {
        telling = again && !over;
        again = false;
        return telling;
    }

    private synchronized @Nullable RemoteFailure last() {
        return last;
    }

    /** Tells all there is; gives the reason if the channel is to end. */
    private @Nullable RemoteFailure tell() {
        boolean more = true;
        while (more && last() == null && !isOver()) {
            RemoteReply<PullAnswer> reply = remote.page(next());
            if (reply instanceof RemoteReply.Failed<PullAnswer> failed) {
                return failed.failure();
            }
            tell((RemoteReply.Ok<PullAnswer>) reply);
            more = ((RemoteReply.Ok<PullAnswer>) reply).value().more();
        }
        takeFrames().forEach(frame -> {
            if (!isOver()) {
                listener.frame(frame);
            }
        });
        return last();
    }

    private synchronized List<GestureFrame> takeFrames() {
        List<GestureFrame> taken = List.copyOf(frames.values());
        frames.clear();
        return taken;
    }

    private void tell(RemoteReply.Ok<PullAnswer> page) {
        if (!opened) {
            opened = true;
            listener.opened();
        }
        at = page.value().cursor();
        if (!page.value().ops().isEmpty() && !isOver()) {
            listener.ops(page.value(), page.time());
        }
    }

    private PullRequest next() {
        return new PullRequest(at, PAGE, Duration.ZERO, request.workflows(), Set.of());
    }

    private synchronized boolean isOver() {
        return over;
    }

    @Override
    public void close() {
        leave();
    }

    private boolean leave() {
        synchronized (this) {
            if (over) {
                return false;
            }
            over = true;
        }
        remote.waiting().remove(this);
        remote.workspace().listeners().remove(look);
        remote.workspace().channels().remove(this);
        return true;
    }
}
