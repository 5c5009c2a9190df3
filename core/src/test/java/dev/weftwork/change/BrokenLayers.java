package dev.weftwork.change;

import java.util.Set;

/** Overlays with one rule missing. */
final class BrokenLayers {
    private BrokenLayers() {}

    static Layers withoutRebuildAfterWithdrawal(GraphState base) {
        return new NaiveLayers(base) {
            private GraphState shown = base;

            @Override
            public void withdraw(Set<OpId> ops) {
                shown = view();
                super.withdraw(ops);
            }

            @Override
            public GraphState view() {
                return shown == base ? super.view() : shown.join(super.view());
            }
        };
    }

    /** What waits is on top, whatever was admitted since. */
    static Layers withWhatWaitsAlwaysOnTop(GraphState base) {
        return new NaiveLayers(base) {
            @Override
            Stamp hopedFor(Stamped each) {
                return each.op().stamp(Long.MAX_VALUE);
            }
        };
    }

    static Layers withoutACapOnWhatWaits(GraphState base) {
        return new NaiveLayers(base) {
            @Override
            Stamp hopedFor(Stamped each) {
                return each.stamp();
            }
        };
    }

    static Layers withAdmittedOperationsStillWaiting(GraphState base) {
        return new NaiveLayers(base) {
            @Override
            public void admit(Op op, Stamp stamp) {
                this.base = this.base.join(op, stamp);
            }
        };
    }

    /** Takes what showed for what was admitted, whatever stamp it was given. */
    static Layers withTheForeseenStamp(GraphState base) {
        return new NaiveLayers(base) {
            @Override
            public void admit(Op op, Stamp stamp) {
                Stamp foreseen = waiting.stream()
                        .filter(each -> each.op().id().equals(op.id()))
                        .map(this::hopedFor)
                        .findFirst()
                        .orElse(stamp);
                super.admit(op, foreseen);
            }
        };
    }
}
