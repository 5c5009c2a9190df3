package dev.weftwork.store;

import dev.weftwork.change.GraphState;
import dev.weftwork.change.Op;
import dev.weftwork.schedule.Scheduler;
import dev.weftwork.spi.WriteTransaction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Passes the last word on the store's edits from one authority to another, in one transaction. Used once. */
final class Handover {
    private final Engine engine;
    private final Journal journal;
    private final Replica replica;
    private final Attachment attachment;
    private final Scheduler scheduler;

    Handover(Engine engine, Attachment attachment, Scheduler scheduler) {
        this.engine = engine;
        this.journal = engine.journal();
        this.replica = engine.replica();
        this.attachment = attachment;
        this.scheduler = scheduler;
    }

    private interface Change {
        void run(WriteTransaction transaction) throws IOException;
    }

    void attach(Binding binding) {
        change(authority -> isFreeFor(binding, authority), transaction -> {
            List<GraphState> states = new ArrayList<>();
            engine.locked(() -> states.addAll(replica.slots.values().stream()
                    .map(slot -> slot.overlay.base())
                    .toList()));
            attachment.attach(binding, states, scheduler.wallMillis(), transaction);
        });
    }

    private static boolean isFreeFor(Binding binding, Authority authority) {
        Binding bound = authority.binding();
        if (bound != null && !bound.equals(binding)) {
            throw new IllegalStateException("This store is bound to " + bound + " and cannot be attached to " + binding
                    + "; open another store for that");
        }
        return bound == null;
    }

    void detach() {
        change(Authority::attached, transaction -> {
            List<Op> pending = engine.locked(replica::pending);
            Clocks clocks = engine.locked(replica::committed);
            transaction.append(attachment.detach(pending, clocks, transaction.head() + 1));
            transaction.setting(Keys.AUTHORITY, null);
        });
    }

    private void change(Predicate<Authority> wanted, Change change) {
        journal.exclusively(
                "The store's authority cannot be changed now",
                "Try again; it was changed as a whole or not at all",
                () -> {
                    journal.drain();
                    journal.catchUp();
                    boolean needed = wanted.test(engine.locked(replica::authority));
                    if (needed) {
                        engine.loadAll();
                        journal.rewrite(
                                transaction -> {
                                    change.run(transaction);
                                    Seal.put(transaction);
                                    return true;
                                },
                                attachment.names());
                    }
                    return needed;
                });
    }
}
