package dev.weftwork.archive;

import dev.weftwork.graph.AssetRef;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Where an export takes the bytes of assets from. */
@FunctionalInterface
public interface AssetSource {
    /**
     * Opens an asset.
     *
     * @param ref names it where it is taken from
     * @return its bytes; the same ones each time
     * @throws IOException if they are not there
     */
    InputStream open(AssetRef ref) throws IOException;

    /**
     * Brings an asset from the web, so that it goes into the package.
     *
     * @param url where it is
     * @return names it where {@link #open} finds it, or null to leave it on the web
     * @throws IOException if it cannot be had
     */
    default @Nullable AssetRef original(AssetRef.Url url) throws IOException {
        return null;
    }
}
