package dev.weftwork.change;

import dev.weftwork.graph.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * Three devices and one authority: clocks are off by up to a year and jump, requests and answers get lost, come twice
 * and in any order, and devices restart.
 */
final class Fleet {
    /** What the fleet runs on: the real rules, with any one broken. */
    record Rules(Admit admit, Replica.Ticks ticks, Layers.Maker layers, boolean guardedUndo) {
        static final Rules REAL = new Rules(
                Admission::decide, (last, wall, seen) -> Hlc.next(Math.max(last, seen), wall), Layers::real, true);

        Rules admitting(Admit other) {
            return new Rules(other, ticks, layers, guardedUndo);
        }

        Rules ticking(Replica.Ticks other) {
            return new Rules(admit, other, layers, guardedUndo);
        }

        Rules showing(Layers.Maker other) {
            return new Rules(admit, ticks, other, guardedUndo);
        }

        Rules withUnguardedUndo() {
            return new Rules(admit, ticks, layers, false);
        }
    }

    /** One admission: what it was about and what it changed. */
    record Arrival(Op op, Admission.Decision decision, GraphState before, GraphState after, long clockAfter) {}

    private static final long YEAR = 365L * 24 * 60 * 60 * 1000;
    private static final List<String> FIELDS = List.of("title", "config.k");

    final BookLedger ledger;
    final List<Replica> replicas = new ArrayList<>();
    final List<Arrival> arrivals = new ArrayList<>();
    /** Wherever a device showed something older of its own in place of something newer of its own. */
    final List<String> relapses = new ArrayList<>();

    private final Rules rules;
    private long now = 50 * YEAR;

    private Fleet(Rules rules) {
        this.rules = rules;
        ledger = new BookLedger(rules.admit);
        for (int i = 0; i < 3; i++) {
            replicas.add(new Replica("r" + i, rules.ticks, rules.layers.on(ledger.state())));
        }
    }

    /** Plays a script, then delivers all that waits, newest first, until everybody knows everything. */
    static Fleet run(Script script, Rules rules) {
        Fleet fleet = new Fleet(rules);
        for (Script.Step step : script.steps()) {
            fleet.step(step);
            fleet.replicas.forEach(fleet::noteRelapse);
        }
        for (Replica replica : fleet.replicas) {
            for (int left = replica.pending.size(); left > 0 && !replica.pending.isEmpty(); left--) {
                fleet.deliver(replica, replica.pending.size() - 1);
                replica.pull(fleet.ledger);
                fleet.noteRelapse(replica);
            }
        }
        fleet.replicas.forEach(replica -> replica.pull(fleet.ledger));
        return fleet;
    }

    private void step(Script.Step step) {
        Replica replica = replicas.get(step.replica());
        switch (step.act()) {
            case EDIT, EDIT_AGAIN -> edit(replica, step);
            case UNDO -> undo(replica, step);
            case SEND, SEND_AGAIN -> send(replica, step);
            case PULL -> replica.pull(ledger);
            case TIME_PASSES -> now += step.one();
            case CLOCK_JUMPS -> replica.skew = (step.one() - 5) * YEAR / (step.two() % 2 == 0 ? 6 : YEAR);
            case RESTART -> restart(replica);
        }
    }

    private void edit(Replica replica, Script.Step step) {
        EntityKey key = World.node(World.NODES.get(step.one() % 2));
        Json value = Json.of(replica.device + " " + replica.made.size());
        replica.edit(World.set(key, FIELDS.get(step.two() % 2), value), null, now);
    }

    private void undo(Replica replica, Script.Step step) {
        if (replica.made.isEmpty()) {
            return;
        }
        Op target = replica.made.get(step.one() % replica.made.size());
        EntityWrites wrote = target.writes().get(0);
        EntityWrites.Builder writes = EntityWrites.to(wrote.key());
        if (rules.guardedUndo) {
            writes.setOver(wrote.field(0), null, target.id());
        } else {
            writes.set(wrote.field(0), null);
        }
        replica.edit(writes.build(), target.id(), now);
    }

    private void send(Replica replica, Script.Step step) {
        if (replica.pending.isEmpty()) {
            return;
        }
        boolean requestArrives = step.two() % 4 != 0;
        boolean answerArrives = step.two() % 4 != 1;
        if (requestArrives) {
            deliver(replica, step.one() % replica.pending.size());
            if (answerArrives) {
                replica.pull(ledger);
            }
        }
    }

    private void deliver(Replica replica, int which) {
        Op sent = firstOf(replica, replica.pending.get(which));
        GraphState before = ledger.state();
        Admission.Decision decision = ledger.take(sent, now);
        arrivals.add(new Arrival(sent, decision, before, ledger.state(), ledger.clock()));
    }

    /** What takes something back is not sent before it. */
    private Op firstOf(Replica replica, Op op) {
        for (Op other : replica.pending) {
            if (other.id().equals(op.undoOf()) && ledger.known(other.id()) == null) {
                return firstOf(replica, other);
            }
        }
        return op;
    }

    /** What waits gets the stamp that it can still hope for: not above what it knows was admitted after it. */
    private void restart(Replica replica) {
        Layers layers = rules.layers.on(replica.layers.base());
        List<Stamped> pulled = ledger.changes().subList(0, (int) replica.seen);
        for (Op op : replica.pending) {
            long eff = pulled.stream()
                    .filter(change -> change.stamp().device().equals(replica.device))
                    .filter(change -> change.stamp().deviceSeq() > op.origin().seq())
                    .mapToLong(change -> change.stamp().eff())
                    .reduce(op.origin().claimed(), Math::min);
            layers.push(op, op.stamp(eff));
        }
        replica.layers = layers;
    }

    private void noteRelapse(Replica replica) {
        for (int node = 0; node < 2; node++) {
            for (String field : FIELDS) {
                EntityKey key = World.node(World.NODES.get(node));
                Stamp stands = Replica.standing(replica.layers.view(), key, field);
                Op last = replica.lastPlainWriteTo(key, field);
                if (stands == null || last == null || !stands.device().equals(replica.device)) {
                    continue;
                }
                if (stands.deviceSeq() < last.origin().seq()) {
                    relapses.add(stands + " shows in place of " + last.id());
                }
            }
        }
    }
}
