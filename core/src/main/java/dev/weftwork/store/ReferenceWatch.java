package dev.weftwork.store;

import dev.weftwork.graph.AssetRef;
import dev.weftwork.graph.WorkflowId;
import java.util.List;
import java.util.Set;

/**
 * The references to large binaries that may leave the device: those that live graphs and collections hold in slices that
 * are synced. None while the slice {@code asset} is not synced. Each watch keeps its own account of what has changed;
 * close it when nobody asks any more.
 *
 * <p><b>Threads.</b> Any thread may call, but not inside an edit.
 */
public interface ReferenceWatch extends AutoCloseable {
    /**
     * The workflows, and the places of collections, whose references may be others than when this was last asked. The
     * first answer names all that there are.
     *
     * @return their ids; asking again gives only what changed since
     */
    Set<WorkflowId> changed();

    /**
     * The references that one of them holds now.
     *
     * @param workflow which
     * @return the references, each as often as it is held; empty if it was removed
     * @throws dev.weftwork.spi.StorageException if the storage cannot be read now
     */
    List<AssetRef> of(WorkflowId workflow);

    /** Keeps no account any more. Closing twice does nothing. */
    @Override
    void close();
}
