package dev.weftwork.archive;

import dev.weftwork.asset.AssetStorage;
import dev.weftwork.graph.AssetHash;
import dev.weftwork.graph.AssetRef;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What packages need of a place where assets are kept: the few calls that export and import make. Content is called by its
 * hash there, and put once.
 */
public interface PackageAssets {
    /**
     * Looks for content.
     *
     * @param hash its hash
     * @return how it is referred to, or empty if it is not here
     * @throws IOException if the place cannot be read now
     */
    Optional<AssetRef> find(AssetHash hash) throws IOException;

    /**
     * Opens content.
     *
     * @param ref leads to it
     * @return its bytes, or empty if they are not here; the caller closes the stream
     * @throws IOException if the place cannot be read now
     */
    Optional<InputStream> open(AssetRef ref) throws IOException;

    /**
     * Puts content; when the stream fails, nothing of it stays.
     *
     * @param content the bytes
     * @param asked what is known of them
     * @return what is here now
     * @throws IOException if the place cannot be written now, or the stream fails
     */
    Kept put(InputStream content, Asked asked) throws IOException;

    /**
     * Keeps content from being deleted by others, for an import that is about to refer to it. It need not be here yet.
     *
     * @param hash its hash
     * @return lets go of it
     */
    default AssetStorage.Registration keep(AssetHash hash) {
        return () -> {};
    }

    /**
     * Deletes content, unless somebody refers to it.
     *
     * @param ref leads to it
     */
    void delete(AssetRef ref);

    /**
     * What is known of content that is put.
     *
     * @param mime the media type, or null
     * @param id a wish for its name, or null
     * @param hash the hash that it has to have, or null
     */
    record Asked(
            @Nullable String mime,
            @Nullable String id,
            @Nullable AssetHash hash) {}

    /**
     * Content that was put.
     *
     * @param ref leads to it, with media type, length and hash
     * @param added whether it was not here before
     */
    record Kept(AssetRef ref, boolean added) {}
}
