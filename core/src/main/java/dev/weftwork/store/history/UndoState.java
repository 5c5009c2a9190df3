package dev.weftwork.store.history;

/**
 * How much can be taken back and done again.
 *
 * @param undoSteps how many steps can be taken back
 * @param redoSteps how many steps can be done again
 */
public record UndoState(int undoSteps, int redoSteps) {
    /** Nothing to take back, and nothing to do again. */
    public static final UndoState NONE = new UndoState(0, 0);

    /**
     * Whether there is a step to take back.
     *
     * @return true if there is
     */
    public boolean canUndo() {
        return undoSteps > 0;
    }

    /**
     * Whether there is a step to do again.
     *
     * @return true if there is
     */
    public boolean canRedo() {
        return redoSteps > 0;
    }
}
