package dev.weftwork.asset;

import dev.weftwork.graph.AssetHash;
import dev.weftwork.spi.AssetKey;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is known of content that is put. Immutable.
 *
 * @param mime the media type, such as {@code image/png}, or null
 * @param id a wish for its name, or null for its hash; {@link AssetKey#isName} tells what it may be
 * @param type what kind of thing it is, a directory under {@code assets}, or null to take the first part of the media type
 * @param expected the hash that it has to have, or null if nobody knows it
 */
public record AssetOptions(
        @Nullable String mime,
        @Nullable String id,
        @Nullable String type,
        @Nullable AssetHash expected) {
    /** Nothing is known. */
    public static final AssetOptions NONE = new AssetOptions(null, null, null, null);

    private static final Pattern PLAIN = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    /**
     * Checks the names.
     *
     * @param mime the media type, or null
     * @param id a wish for its name, or null
     * @param type what kind of thing it is, or null
     * @param expected the hash that it has to have, or null
     * @throws IllegalArgumentException if the id or the type cannot be a name
     */
    public AssetOptions {
        if (id != null || type != null) {
            AssetKey unused = new AssetKey(type == null ? "other" : type, id == null ? "none" : id);
        }
    }

    /**
     * Content of a media type.
     *
     * @param mime the media type, such as {@code image/png}
     * @return the options
     */
    public static AssetOptions of(String mime) {
        return new AssetOptions(
                Objects.requireNonNull(mime, "A media type is needed; AssetOptions.NONE says nothing"),
                null,
                null,
                null);
    }

    /**
     * Wishes for a name. Content that is there already keeps the name that it has, and a name that other content has is not
     * given again: the reference that comes back tells.
     *
     * @param name the id; {@link AssetKey#isName} tells what it may be
     * @return the options
     * @throws IllegalArgumentException if it cannot be a name
     */
    public AssetOptions id(String name) {
        return new AssetOptions(
                mime,
                Objects.requireNonNull(name, "A name is needed; to be named by the hash, do not call this"),
                type,
                expected);
    }

    /**
     * Says what kind of thing it is.
     *
     * @param name a directory under {@code assets}, such as {@code image}
     * @return the options
     * @throws IllegalArgumentException if it cannot be a name
     */
    public AssetOptions type(String name) {
        return new AssetOptions(
                mime,
                id,
                Objects.requireNonNull(name, "A type is needed; to take it from the media type, do not call this"),
                expected);
    }

    /**
     * Says which hash the content has to have; other content is refused with {@link AssetCorruptedException}.
     *
     * @param hash the hash
     * @return the options
     */
    public AssetOptions expecting(AssetHash hash) {
        return new AssetOptions(
                mime,
                id,
                type,
                Objects.requireNonNull(hash, "A hash is needed; to take any content, do not call this"));
    }

    AssetKey key(AssetHash hash) {
        String directory = type == null ? typeOf(mime) : type;
        return id == null ? AssetKey.of(directory, hash) : new AssetKey(directory, id);
    }

    private static String typeOf(@Nullable String mime) {
        String first = mime == null ? "" : mime.toLowerCase(Locale.ROOT).split("/", 2)[0];
        return PLAIN.matcher(first).matches() && AssetKey.isName(first) ? first : "other";
    }
}
