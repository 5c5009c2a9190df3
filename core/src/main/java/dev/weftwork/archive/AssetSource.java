package dev.weftwork.archive;

import dev.weftwork.graph.AssetRef;
import java.io.IOException;
import java.io.InputStream;

/** Where an export takes the bytes of assets from. */
@FunctionalInterface
public interface AssetSource {
    /**
     * Opens an asset.
     *
     * @param ref names it; never on the web
     * @return its bytes; the same ones each time
     * @throws IOException if they are not there
     */
    InputStream open(AssetRef ref) throws IOException;
}
