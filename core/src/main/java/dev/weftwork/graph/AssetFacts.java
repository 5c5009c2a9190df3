package dev.weftwork.graph;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a reference says about an asset beside where it is. Immutable.
 *
 * @param mime the media type, such as {@code image/png}, or null
 * @param bytes the length, or null
 * @param hash the hash of the content, or null
 * @param rest an object of all other members as they came, those included that this library does not understand
 */
public record AssetFacts(
        @Nullable String mime,
        @Nullable Long bytes,
        @Nullable AssetHash hash,
        Json rest) {
    /** Nothing is known. */
    public static final AssetFacts NONE = new AssetFacts(null, null, null, Json.EMPTY_OBJECT);

    /**
     * Checks the length and the kind of the rest.
     *
     * @param mime the media type, or null
     * @param bytes the length, or null
     * @param hash the hash, or null
     * @param rest all other members
     * @throws IllegalArgumentException if the length is negative, or the rest is not an object
     */
    public AssetFacts {
        Objects.requireNonNull(rest, "An object of further members is needed; it may be empty but not null");
        if (bytes != null && bytes < 0) {
            throw new IllegalArgumentException("An asset of " + bytes + " bytes makes no sense; leave the length out");
        }
        if (rest.kind() != Json.Kind.OBJECT) {
            throw new IllegalArgumentException(
                    "Further members have to be an object, not " + rest.excerpt() + "; use Json.EMPTY_OBJECT for none");
        }
    }

    /**
     * What is known of content at hand.
     *
     * @param mime the media type, or null
     * @param bytes the length
     * @param hash the hash
     * @return the facts
     */
    public static AssetFacts of(@Nullable String mime, long bytes, AssetHash hash) {
        Objects.requireNonNull(hash, "A hash is needed; it names the content");
        return new AssetFacts(mime, bytes, hash, Json.EMPTY_OBJECT);
    }
}
