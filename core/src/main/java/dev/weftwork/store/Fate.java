package dev.weftwork.store;

import dev.weftwork.change.OpId;
import dev.weftwork.graph.WorkflowId;
import java.util.Map;
import java.util.Set;

/** Is told what becomes of operations that somebody remembers by their ids; with the replica's lock held. */
interface Fate {
    /** Nobody remembers any. */
    Fate UNHEARD = new Fate() {
        @Override
        public void refused(WorkflowId workflow, Set<OpId> ops) {}

        @Override
        public void alsoCalled(WorkflowId workflow, OpId op, OpId other) {}

        @Override
        public void renamed(Map<OpId, OpId> names) {}
    };

    /** The server refused operations, so it is as if they had never been. */
    void refused(WorkflowId workflow, Set<OpId> ops);

    /** Some of what an operation wrote stands under another name from now on. */
    void alsoCalled(WorkflowId workflow, OpId op, OpId other);

    /** Operations go on under other names. */
    void renamed(Map<OpId, OpId> names);
}
