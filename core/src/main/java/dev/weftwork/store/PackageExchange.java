package dev.weftwork.store;

import dev.weftwork.archive.AssetSource;
import dev.weftwork.archive.PackageAssets;
import dev.weftwork.archive.PackageExport;
import dev.weftwork.archive.PackageManifest;
import dev.weftwork.archive.PackageReader;
import dev.weftwork.graph.AssetHash;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.graph.Ids;
import dev.weftwork.graph.WorkflowId;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Exports and imports packages, for a store and its assets. */
record PackageExchange(Store store, PackageAssets assets, Ids ids, LongSupplier wallMillis, Noting noting)
        implements WorkflowPackages {
    /** Is told what an import is about to put, and what it found here; gives what to do when it has ended. */
    @FunctionalInterface
    interface Noting {
        Runnable begin(Set<AssetHash> lacking, Set<AssetHash> here);
    }

    @Override
    public PackageManifest exportPackage(WorkflowId id, Path file, ExportOptions options) throws IOException {
        Objects.requireNonNull(file, "A file is needed; it becomes the package");
        Required.workflow(id);
        requireOptions(options);
        return PackageFile.write(file, out -> exportPackage(id, out, options));
    }

    @Override
    public PackageManifest exportPackage(WorkflowId id, OutputStream out, ExportOptions options) throws IOException {
        Objects.requireNonNull(out, "A stream is needed; it takes the package");
        requireOptions(options);
        Instant createdAt =
                options.createdAt() == null ? Instant.ofEpochMilli(wallMillis.getAsLong()) : options.createdAt();
        return PackageExport.write(
                store.secrets().sealed(Required.workflow(id)),
                options.app(),
                createdAt,
                new Source(assets, new Originals(assets, options.originals())),
                options.limits(),
                out);
    }

    @Override
    public ImportedPackage importPackage(Path file, ImportOptions options) throws IOException {
        Objects.requireNonNull(file, "A file is needed; it is the package");
        requireOptions(options);
        try (SeekableByteChannel channel = PackageFile.open(file)) {
            return importPackage(channel, options);
        }
    }

    @Override
    public ImportedPackage importPackage(SeekableByteChannel channel, ImportOptions options) throws IOException {
        Objects.requireNonNull(channel, "A channel is needed; it holds the package");
        requireOptions(options);
        PackageReader reader = PackageReader.open(channel, options.limits());
        return new PackageImport(this, options).run(reader);
    }

    private static void requireOptions(@Nullable Object options) {
        Objects.requireNonNull(options, "A set of options is needed; those of the shorter call are the usual ones");
    }

    /** Where an export takes bytes from. */
    private record Source(PackageAssets assets, Originals originals) implements AssetSource {
        @Override
        public InputStream open(AssetRef ref) throws IOException {
            Optional<InputStream> bytes = assets.open(ref);
            return bytes.orElseThrow(() -> new FileNotFoundException("Nothing is kept for " + ref.locator()));
        }

        @Override
        public @Nullable AssetRef original(AssetRef.Url url) throws IOException {
            return originals.wanted() ? originals.local(url) : null;
        }
    }
}
