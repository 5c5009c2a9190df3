package dev.weftwork.store;

import dev.weftwork.archive.PackageAssets;
import dev.weftwork.archive.PackageFormatException;
import dev.weftwork.archive.PackageManifest;
import dev.weftwork.graph.Ids;
import dev.weftwork.graph.WorkflowId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * The calls by which a workflow leaves as a package with its assets, and comes in as one. Bytes pass through in pieces, so
 * a package of any size takes a fixed amount of memory. Safe to call from any thread.
 */
public interface WorkflowPackages {
    /**
     * Exports from and imports into a store whose assets lie elsewhere. A store that has assets does it by itself.
     *
     * @param store the store
     * @param assets where its assets are
     * @param ids names the workflows that are imported; {@link Ids#system()} usually
     * @param wallMillis the time in milliseconds since 1970
     * @return the calls
     */
    static WorkflowPackages of(Store store, PackageAssets assets, Ids ids, LongSupplier wallMillis) {
        Objects.requireNonNull(store, "A store is needed; it has the workflows");
        Objects.requireNonNull(assets, "A place of assets is needed; it has the binaries");
        Objects.requireNonNull(ids, "A source of ids is needed; Ids.system() is the usual one");
        Objects.requireNonNull(wallMillis, "A clock is needed; it gives milliseconds since 1970");
        return new PackageExchange(store, assets, ids, wallMillis, (lacking, here) -> () -> {});
    }

    /**
     * Exports a workflow to a file, in the place of one of that name. The file appears when it is complete.
     *
     * @param id names the workflow
     * @param file the package, usually {@code NAME.genaiw.zip}
     * @param options how
     * @return what the package says of itself
     * @throws PackageFormatException if an asset is not here or not allowed in packages; no file is left
     * @throws IOException if the file cannot be written; no file is left
     */
    PackageManifest exportPackage(WorkflowId id, Path file, ExportOptions options) throws IOException;

    /**
     * Exports a workflow to a stream.
     *
     * @param id names the workflow
     * @param out takes the package; it is flushed, not closed
     * @param options how
     * @return what the package says of itself
     * @throws PackageFormatException if an asset is not here or not allowed in packages; what was written is no package
     * @throws IOException if the stream cannot be written
     */
    PackageManifest exportPackage(WorkflowId id, OutputStream out, ExportOptions options) throws IOException;

    /**
     * Exports a workflow to a file as usual.
     *
     * @param id names the workflow
     * @param file the package, usually {@code NAME.genaiw.zip}
     * @return what the package says of itself
     * @throws PackageFormatException if an asset is not here or not allowed in packages; no file is left
     * @throws IOException if the file cannot be written; no file is left
     */
    default PackageManifest exportPackage(WorkflowId id, Path file) throws IOException {
        return exportPackage(id, file, ExportOptions.DEFAULT);
    }

    /**
     * Imports a package: its assets, then its workflow as one operation. Assets that are here already are not put again.
     *
     * @param file the package
     * @param options how
     * @return what came of it
     * @throws PackageFormatException if the package is refused; then all is as it was
     * @throws IOException if the file cannot be read; then all is as it was
     */
    ImportedPackage importPackage(Path file, ImportOptions options) throws IOException;

    /**
     * Imports a package that is not in a file of its own.
     *
     * @param channel holds the package, from its beginning to its end; it stays open
     * @param options how
     * @return what came of it
     * @throws PackageFormatException if the package is refused; then all is as it was
     * @throws IOException if the channel cannot be read; then all is as it was
     */
    ImportedPackage importPackage(SeekableByteChannel channel, ImportOptions options) throws IOException;

    /**
     * Imports a package as a new workflow.
     *
     * @param file the package
     * @return what came of it
     * @throws PackageFormatException if the package is refused; then all is as it was
     * @throws IOException if the file cannot be read; then all is as it was
     */
    default ImportedPackage importPackage(Path file) throws IOException {
        return importPackage(file, ImportOptions.FRESH);
    }
}
