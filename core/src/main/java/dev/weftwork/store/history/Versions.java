package dev.weftwork.store.history;

import dev.weftwork.graph.Workflow;
import dev.weftwork.spi.StorageException;
import dev.weftwork.store.Commit;
import dev.weftwork.version.SavedVersion;
import dev.weftwork.version.WorkflowDiff;
import java.util.List;
import java.util.Optional;

/**
 * The versions of one workflow that people saved. A version is durable, synced to everybody, and never changes.
 *
 * <p><b>Numbers.</b> The authority numbers versions as it admits them: 1, 2, 3 without gaps, whoever saves at the same
 * time. In a store of its own that is at once; in one that syncs a version is unnumbered until the server has taken it
 * and this device has heard of all before it.
 *
 * <p><b>Cost.</b> A version holds only what no earlier one holds: content is cut into chunks of a few dozen entities, and
 * a chunk is stored once. The chunks are part of the workflow, in memory while it is loaded and on every device that
 * syncs it, so that each opens each version offline.
 *
 * <p>Safe for use by many threads.
 */
public interface Versions {
    /**
     * A version that was saved, and its way to the authority.
     *
     * @param version the version
     * @param commit when it is on disk, and what the server says
     */
    record Saved(SavedVersion version, Commit commit) {}

    /**
     * Saves the workflow as it is now. Large binaries of edits that were made just before are waited for, so that the
     * version refers to them instead of holding them.
     *
     * @param author who saves, perhaps empty
     * @param note what they say of it, perhaps empty
     * @return the version
     * @throws IllegalArgumentException if the workflow was removed
     * @throws StorageException if the storage takes no more edits
     */
    Saved save(String author, String note);

    /**
     * All versions.
     *
     * @return oldest first, in the order of their numbers; those that are not numbered come last
     */
    List<SavedVersion> list();

    /**
     * Opens a version for reading.
     *
     * @param version one of {@link #list}
     * @return a snapshot, or empty while part of it has not arrived on this device
     * @throws StorageException if what is stored is damaged
     */
    Optional<Workflow> open(SavedVersion version);

    /**
     * Compares two versions.
     *
     * @param before the first
     * @param after the second
     * @return what differs, or empty while part of one has not arrived on this device
     * @throws StorageException if what is stored is damaged
     */
    Optional<WorkflowDiff> diff(SavedVersion before, SavedVersion after);

    /**
     * Brings the workflow back to a version and saves that as a new one. Bringing it back is one ordinary edit, which can
     * be taken back.
     *
     * @param version one of {@link #list}
     * @param author who does it, perhaps empty
     * @return the new version, or empty while part of the old one has not arrived on this device; then nothing was changed
     * @throws IllegalArgumentException if the workflow was removed
     * @throws StorageException if what is stored is damaged, or the storage takes no more edits
     */
    Optional<Saved> rollback(SavedVersion version, String author);

    /**
     * Removes the versions that a policy does not keep, for everybody. Their numbers are not given again, and nothing else
     * changes; those that the authority has not numbered stay. This is no step of undo. Call it after {@link #save}, as
     * often as you like.
     *
     * @param policy what is kept
     * @return what was removed, oldest first
     * @throws IllegalArgumentException if the workflow was removed
     * @throws StorageException if the storage takes no more edits
     */
    List<SavedVersion> prune(VersionRetention policy);
}
