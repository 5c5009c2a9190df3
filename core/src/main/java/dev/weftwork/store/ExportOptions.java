package dev.weftwork.store;

import dev.weftwork.archive.PackageLimits;
import dev.weftwork.archive.PackageManifest;
import dev.weftwork.spi.UrlFetcher;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a workflow is exported. Immutable.
 *
 * @param app the program that writes the package
 * @param createdAt the time that the package bears, or null for now; the same time makes the same bytes
 * @param originals fetches assets that are on the web, so that they go into the package; null leaves them on the web
 * @param limits the limits of whoever will read the package; archives among the assets are refused by them
 */
public record ExportOptions(
        PackageManifest.App app,
        @Nullable Instant createdAt,
        @Nullable UrlFetcher originals,
        PackageLimits limits) {
    /** Named after this library, with the time of the store's clock; what is on the web stays there. */
    public static final ExportOptions DEFAULT =
            new ExportOptions(new PackageManifest.App("weftwork", ""), null, null, PackageLimits.DEFAULT);

    /**
     * Checks that nothing is missing.
     *
     * @param app the program
     * @param createdAt the time, or null
     * @param originals fetches originals, or null
     * @param limits the limits of readers
     */
    public ExportOptions {
        Objects.requireNonNull(app, "An app is needed; it names the program that writes the package");
        Objects.requireNonNull(limits, "Limits are needed; use PackageLimits.DEFAULT");
    }

    /**
     * Names the program that writes the package.
     *
     * @param name its name
     * @param version its version
     * @return the changed options
     */
    public ExportOptions app(String name, String version) {
        return new ExportOptions(new PackageManifest.App(name, version), createdAt, originals, limits);
    }

    /**
     * Sets the time that the package bears.
     *
     * @param time the time
     * @return the changed options
     */
    public ExportOptions createdAt(Instant time) {
        Objects.requireNonNull(time, "A time is needed; to take the store's clock, do not call this");
        return new ExportOptions(app, time, originals, limits);
    }

    /**
     * Puts what is on the web into the package. What had to be fetched is kept in the store, too.
     *
     * @param fetcher fetches it
     * @return the changed options
     */
    public ExportOptions includeOriginals(UrlFetcher fetcher) {
        Objects.requireNonNull(fetcher, "A fetcher is needed; to leave originals on the web, do not call this");
        return new ExportOptions(app, createdAt, fetcher, limits);
    }

    /**
     * Sets the limits of whoever will read the package.
     *
     * @param readers the limits
     * @return the changed options
     */
    public ExportOptions limits(PackageLimits readers) {
        return new ExportOptions(app, createdAt, originals, readers);
    }
}
