package dev.weftwork.testkit;

import dev.weftwork.change.AdmittedOp;
import dev.weftwork.spi.GestureFrame;
import dev.weftwork.spi.LiveListener;
import dev.weftwork.spi.PullAnswer;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Keeps what a live channel told. */
final class Heard implements LiveListener {
    private static final long PATIENCE_MILLIS = 180_000;

    private final List<AdmittedOp> ops = new ArrayList<>();
    private final List<GestureFrame> frames = new ArrayList<>();
    private boolean open;
    private @Nullable RemoteFailure end;

    @Override
    public synchronized void opened() {
        open = true;
        notifyAll();
    }

    @Override
    public synchronized void ops(PullAnswer answer, RemoteTime time) {
        ops.addAll(answer.ops());
        notifyAll();
    }

    @Override
    public synchronized void frame(GestureFrame frame) {
        frames.add(frame);
        notifyAll();
    }

    @Override
    public synchronized void behind() {
        throw new IllegalStateException("So few operations fit every channel");
    }

    @Override
    public synchronized void ended(RemoteFailure failure) {
        end = failure;
        notifyAll();
    }

    /** Waits until the channel stands; false if the adapter has none. */
    synchronized boolean awaitOpen() {
        until("the channel to open", () -> open || end != null);
        return open;
    }

    synchronized void await(int count) {
        until(count + " operations", () -> ops.size() >= count || end != null);
    }

    synchronized void awaitFrame(GestureFrame frame) {
        until(frame.toString(), () -> frames.contains(frame) || end != null);
    }

    synchronized List<GestureFrame> frames() {
        return List.copyOf(frames);
    }

    synchronized RemoteFailure.@Nullable Kind awaitEnd() {
        until("the channel to end", () -> end != null);
        RemoteFailure failure = end;
        return failure == null ? null : failure.kind();
    }

    synchronized List<AdmittedOp> ops() {
        return List.copyOf(ops);
    }

    synchronized boolean hasEnded() {
        return end != null;
    }

    private void until(String what, BooleanSupplier done) {
        long start = System.nanoTime();
        while (!done.getAsBoolean()) {
            long left = PATIENCE_MILLIS - (System.nanoTime() - start) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError("Waited in vain for " + what + "; heard " + ops + " and " + end);
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                throw new AssertionError("Interrupted while waiting for " + what, e);
            }
        }
    }
}
