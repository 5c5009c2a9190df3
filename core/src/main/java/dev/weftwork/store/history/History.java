package dev.weftwork.store.history;

import dev.weftwork.spi.StorageException;
import dev.weftwork.store.Subscription;
import java.util.function.Consumer;

/**
 * The edits of one workflow that this process made, as steps that can be taken back and done again.
 *
 * <p>Each edit is a step, a gesture of any length included; what is done within a {@link #group()} is one step. Creating a
 * workflow is no step, since taking that back would take the document away; removing it is one. The viewport and the
 * runs of nodes are left out, unless {@link UndoOptions} say otherwise.
 *
 * <p><b>Beside others.</b> Taking back is an ordinary edit: it works offline, goes to the server, and can itself be taken
 * back. It writes a field only where the step's own value still stands. What somebody else, or an edit that is no step,
 * wrote there since stays, and is named in the answer.
 *
 * <p><b>Limits.</b> The steps are in memory: they end with the process, and no other process on the file sees them. The
 * number of steps is bounded, and so are the number of workflows that have any and the memory that all of them take
 * ({@link UndoOptions}).
 *
 * <p>Safe for use by many threads.
 */
public interface History {
    /**
     * Takes the last step back.
     *
     * @return what came of it
     * @throws IllegalStateException if a group is open, or an edit is under way on this thread
     * @throws StorageException if the storage takes no more edits
     */
    UndoResult undo();

    /**
     * Does again what was taken back last. A new step ends what can be done again.
     *
     * @return what came of it
     * @throws IllegalStateException if a group is open, or an edit is under way on this thread
     * @throws StorageException if the storage takes no more edits
     */
    UndoResult redo();

    /**
     * How much can be taken back and done again now.
     *
     * @return the numbers of steps
     */
    UndoState state();

    /**
     * Whether there is a step to take back.
     *
     * @return true if there is
     */
    default boolean canUndo() {
        return state().canUndo();
    }

    /**
     * Whether there is a step to do again.
     *
     * @return true if there is
     */
    default boolean canRedo() {
        return state().canRedo();
    }

    /**
     * Tells each time when {@link #state} is another, in order, where listeners run.
     *
     * @param listener is told
     * @return takes the listener away
     */
    Subscription observe(Consumer<UndoState> listener);

    /**
     * Makes one step of all edits of this workflow until the group is closed, whichever thread makes them. A group within
     * a group is part of the outer one.
     *
     * @return the group; to be closed
     */
    UndoGroup group();

    /** Forgets all steps, as when a document is shown to somebody else. */
    void clear();
}
