package dev.weftwork.spi;

import dev.weftwork.graph.AssetHash;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an asset is called within a place: {@code <type>/<id>}. Both are plain names that are safe in every file system, so
 * a key never leads out of the place. Immutable.
 *
 * @param type what kind of thing it is, such as {@code image}
 * @param id its own name
 */
public record AssetKey(String type, String id) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}");
    private static final Pattern DEVICE = Pattern.compile("(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?");
    private static final Set<String> HOLLOW = Set.of("", ".", "..");

    /**
     * Checks the names.
     *
     * @param type what kind of thing it is
     * @param id its own name
     * @throws IllegalArgumentException if {@link #isName} is false for one of them
     */
    public AssetKey {
        check("type", type);
        check("id", id);
    }

    /**
     * The key of content that nobody gave a name.
     *
     * @param type what kind of thing it is
     * @param hash the hash, whose digits become the id
     * @return the key
     */
    public static AssetKey of(String type, AssetHash hash) {
        return new AssetKey(
                type,
                Objects.requireNonNull(hash, "A hash is needed; it becomes the name")
                        .hex());
    }

    /**
     * Reads a key from the end of a path, whatever directories stand before it.
     *
     * @param path such as {@code /atelier/assets/image/fox}
     * @return the key, or empty if the path does not end with two names, or climbs
     */
    public static Optional<AssetKey> endOf(String path) {
        Objects.requireNonNull(path, "A path is needed; it ends with the type and the id");
        String[] parts = (path.startsWith("/") ? path.substring(1) : path).split("/", -1);
        for (String part : parts) {
            if (HOLLOW.contains(part)) {
                return Optional.empty();
            }
        }
        int last = parts.length - 1;
        boolean named = last >= 1 && isName(parts[last]) && isName(parts[last - 1]);
        return named ? Optional.of(new AssetKey(parts[last - 1], parts[last])) : Optional.empty();
    }

    /**
     * Whether a text may be a type or an id: 1 to 128 letters, digits, dots, hyphens and underscores, no dot at either
     * end, and not a word that some system keeps for a device.
     *
     * @param text any text
     * @return whether it may
     */
    public static boolean isName(String text) {
        Objects.requireNonNull(text, "A text is needed; it is the name to look at");
        return NAME.matcher(text).matches()
                && !text.endsWith(".")
                && !DEVICE.matcher(text.toLowerCase(Locale.ROOT)).matches();
    }

    /** The type and the id with a slash between. */
    @Override
    public String toString() {
        return type + "/" + id;
    }

    private static void check(String what, String name) {
        Objects.requireNonNull(
                name, () -> "The " + what + " of an asset is needed; AssetKey.isName tells what it may be");
        if (!isName(name)) {
            throw new IllegalArgumentException("'" + name + "' cannot be the " + what + " of an asset; use up to 128"
                    + " letters, digits, hyphens, underscores and inner dots");
        }
    }
}
