package dev.weftwork.graph;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The SHA-256 of an asset's bytes, which is what names its content everywhere. Written {@code sha256-} and 64 lower-case
 * hexadecimal digits; no other spelling is read, so equal content has equal text. Immutable.
 *
 * @param hex the 64 digits
 */
public record AssetHash(String hex) {
    private static final String PREFIX = "sha256-";
    private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{64}");

    /**
     * Checks the digits.
     *
     * @param hex the digits
     * @throws IllegalArgumentException if they are not 64 lower-case hexadecimal digits
     */
    public AssetHash {
        Objects.requireNonNull(hex, "The digits of a hash are needed; they are 64 lower-case hexadecimal digits");
        if (!isHex(hex)) {
            throw new IllegalArgumentException(
                    "'" + hex + "' is no SHA-256; it takes 64 lower-case hexadecimal digits");
        }
    }

    /**
     * What a digest has come to.
     *
     * @param sha256 a digest of SHA-256, which starts anew by this
     * @return the hash
     */
    public static AssetHash of(MessageDigest sha256) {
        Objects.requireNonNull(sha256, "A digest is needed; it is one of SHA-256 that has seen all bytes");
        return new AssetHash(HexFormat.of().formatHex(sha256.digest()));
    }

    /**
     * Reads the written form.
     *
     * @param text such as {@code sha256-9f86…}
     * @return the hash, or empty if the text is none
     */
    public static Optional<AssetHash> read(String text) {
        Objects.requireNonNull(text, "A text is needed; it is the written form of a hash");
        boolean ours = text.startsWith(PREFIX) && isHex(text.substring(PREFIX.length()));
        return ours ? Optional.of(new AssetHash(text.substring(PREFIX.length()))) : Optional.empty();
    }

    /**
     * Whether a text could be the digits of a hash.
     *
     * @param text any text
     * @return whether it is 64 lower-case hexadecimal digits
     */
    public static boolean isHex(String text) {
        return DIGITS.matcher(Objects.requireNonNull(text, "A text is needed; it is the one to look at"))
                .matches();
    }

    /** The written form. */
    @Override
    public String toString() {
        return PREFIX + hex;
    }
}
