package dev.weftwork.store;

import dev.weftwork.archive.PackageManifest;
import dev.weftwork.graph.WorkflowId;
import java.util.List;
import java.util.Objects;

/**
 * What came of an import. Immutable.
 *
 * @param id the workflow that it went to
 * @param commit when it is on disk
 * @param manifest what the package says of itself
 * @param assetsAdded how many assets are new here
 * @param bytesAdded how many bytes they have
 * @param assetsKnown how many assets were here already
 * @param notes what of the workflow could not be taken, in words
 * @param ignored files in the package that nothing speaks of; they were not read
 */
public record ImportedPackage(
        WorkflowId id,
        Commit commit,
        PackageManifest manifest,
        int assetsAdded,
        long bytesAdded,
        int assetsKnown,
        List<String> notes,
        List<String> ignored) {
    /**
     * Copies the lists.
     *
     * @param id the workflow
     * @param commit when it is on disk
     * @param manifest the manifest
     * @param assetsAdded new assets
     * @param bytesAdded their bytes
     * @param assetsKnown assets that were here
     * @param notes what could not be taken
     * @param ignored what was not read
     */
    public ImportedPackage {
        Objects.requireNonNull(manifest, "A manifest is needed; the package has one");
        notes = List.copyOf(notes);
        ignored = List.copyOf(ignored);
    }
}
