package dev.weftwork.store;

import java.util.concurrent.atomic.AtomicBoolean;

/** A listener's place that keeps its workflow in memory. */
final class Watch implements Subscription {
    private final Subscription subscription;
    private final Replica replica;
    private final Slot slot;
    private final AtomicBoolean open = new AtomicBoolean(true);

    Watch(Subscription subscription, Replica replica, Slot slot) {
        this.subscription = subscription;
        this.replica = replica;
        this.slot = slot;
    }

    @Override
    public void close() {
        if (!open.compareAndSet(true, false)) {
            return;
        }
        subscription.close();
        replica.lock.lock();
        try {
            slot.watched(-1);
        } finally {
            replica.lock.unlock();
        }
    }
}
