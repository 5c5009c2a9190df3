package dev.weftwork.store;

import dev.weftwork.archive.PackageLimits;
import dev.weftwork.graph.Workflow;
import dev.weftwork.spi.UrlFetcher;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a package is imported. Immutable.
 *
 * @param place where its workflow goes
 * @param base what the package's author started from, or null if nobody knows; only with {@link Place#IN_PLACE}
 * @param downloads fetches assets that are on the web, so that they are there offline; null fetches nothing
 * @param limits how much is read before the package is refused
 */
public record ImportOptions(
        Place place, @Nullable Workflow base, @Nullable UrlFetcher downloads, PackageLimits limits) {
    /** Where a package's workflow goes. */
    public enum Place {
        /** A new workflow, under a fresh id. Nodes and edges keep their ids, which are names within their workflow. */
        FRESH,
        /**
         * The workflow of that id: made if there is none, else merged. What the package does not know stays: nodes, edges,
         * settings, fields.
         */
        IN_PLACE,
        /** The workflow of that id, which becomes what the package has; what the package does not know is removed. */
        EXACT
    }

    /** A new workflow; what is on the web stays there. */
    public static final ImportOptions FRESH = new ImportOptions(Place.FRESH, null, null, PackageLimits.DEFAULT);

    /** Merged into the workflow of that id. */
    public static final ImportOptions IN_PLACE = new ImportOptions(Place.IN_PLACE, null, null, PackageLimits.DEFAULT);

    /** The workflow of that id becomes what the package has. */
    public static final ImportOptions EXACT = new ImportOptions(Place.EXACT, null, null, PackageLimits.DEFAULT);

    /**
     * Checks that the options go together.
     *
     * @param place where it goes
     * @param base the base, or null
     * @param downloads fetches what is on the web, or null
     * @param limits the limits
     * @throws IllegalArgumentException if there is a base, but the workflow does not go in place
     */
    public ImportOptions {
        Objects.requireNonNull(place, "A place is needed; ImportOptions.FRESH is the usual one");
        Objects.requireNonNull(limits, "Limits are needed; use PackageLimits.DEFAULT");
        if (base != null && place != Place.IN_PLACE) {
            throw new IllegalArgumentException(
                    "A base is only for an import in place; start from ImportOptions.IN_PLACE");
        }
    }

    /**
     * Names what the package's author started from. Then only what differs from it is written, and what it has and the
     * package lacks is removed, as {@link WorkflowEdits#setNodes(Workflow, java.util.List)} does. A package of another
     * workflow than the snapshot's is refused.
     *
     * @param snapshot what was exported to the author
     * @return the changed options
     */
    public ImportOptions base(Workflow snapshot) {
        return new ImportOptions(place, Required.base(snapshot), downloads, limits);
    }

    /**
     * Fetches what is on the web. It stays a reference to the web, whose content is found here from then on.
     *
     * @param fetcher fetches it
     * @return the changed options
     */
    public ImportOptions download(UrlFetcher fetcher) {
        Objects.requireNonNull(fetcher, "A fetcher is needed; to fetch nothing, do not call this");
        return new ImportOptions(place, base, fetcher, limits);
    }

    /**
     * Sets how much is read before the package is refused.
     *
     * @param most the limits
     * @return the changed options
     */
    public ImportOptions limits(PackageLimits most) {
        return new ImportOptions(place, base, downloads, most);
    }
}
