package dev.weftwork.store.history;

import dev.weftwork.change.DeviceId;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.OpId;
import dev.weftwork.store.Commit;
import java.util.List;

/** What came of taking a step back, or of doing it again. */
public sealed interface UndoResult {
    /**
     * Which answer this is.
     *
     * @return the kind
     */
    Kind kind();

    /** The answers. */
    enum Kind {
        /** The step was taken back or done again, at least in part. */
        DONE,
        /** All that the step wrote has been written over since; nothing was changed, and the step is gone. */
        OVERTAKEN,
        /** There is no step. */
        NOTHING
    }

    /**
     * The step was taken back or done again, at least in part.
     *
     * @param commit when that is on disk, and what the server says; {@code PartlyLost} names what somebody else wrote
     *     before the server heard of this
     * @param skipped what was left as it is, since somebody else wrote it
     */
    record Done(Commit commit, List<Skipped> skipped) implements UndoResult {
        /**
         * Copies the list.
         *
         * @param commit when it is on disk
         * @param skipped what was left
         */
        public Done {
            skipped = List.copyOf(skipped);
        }

        @Override
        public Kind kind() {
            return Kind.DONE;
        }
    }

    /**
     * All that the step wrote has been written over since.
     *
     * @param skipped what was left as it is
     */
    record Overtaken(List<Skipped> skipped) implements UndoResult {
        /**
         * Copies the list.
         *
         * @param skipped what was left
         */
        public Overtaken {
            skipped = List.copyOf(skipped);
        }

        @Override
        public Kind kind() {
            return Kind.OVERTAKEN;
        }
    }

    /** There is no step to take back or to do again. */
    record Nothing() implements UndoResult {
        @Override
        public Kind kind() {
            return Kind.NOTHING;
        }
    }

    /**
     * A field that was left as it is.
     *
     * @param entity whose it is
     * @param register its name
     * @param by the operation whose value stands there
     * @param device the device that made that operation
     */
    record Skipped(EntityKey entity, String register, OpId by, DeviceId device) {}
}
