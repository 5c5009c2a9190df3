package dev.weftwork.sync;

import dev.weftwork.change.Verdict;
import dev.weftwork.spi.OpAnswer;
import dev.weftwork.spi.PushAnswer;
import dev.weftwork.store.Receipt;

/** What went either way in one sync so far. Confined to the engine's lane. */
final class Tally {
    private int pushed;
    private int pulled;
    private int refused;
    private int conflicts;

    /** What the live channel brought before the answer came was taken all the same. */
    void add(PushAnswer answer) {
        pushed += (int) answer.answers().stream().filter(Tally::isTaken).count();
    }

    void add(Receipt receipt) {
        pulled += receipt.pulled();
        refused += receipt.refused().size();
        conflicts += receipt.conflicts().size();
    }

    static boolean isTaken(OpAnswer answer) {
        return answer instanceof OpAnswer.Decided decided && decided.verdict() instanceof Verdict.Applied;
    }

    SyncResult done() {
        return new SyncResult.Done(pushed, pulled, refused, conflicts);
    }

    long moved() {
        return (long) pushed + pulled + refused;
    }
}
