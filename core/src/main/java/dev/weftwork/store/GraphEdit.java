package dev.weftwork.store;

/**
 * What an edit does.
 *
 * @param <X> what it may throw; then nothing of it is kept
 */
@FunctionalInterface
public interface GraphEdit<X extends Exception> {
    /**
     * Does it.
     *
     * @param draft takes the changes; valid until this method returns
     * @throws X to give the edit up
     */
    void apply(WorkflowDraft draft) throws X;
}
