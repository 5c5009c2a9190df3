package dev.weftwork.asset;

import dev.weftwork.graph.AssetRef;
import dev.weftwork.graph.Json;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A binary that was written into a text: a data URL in base64, or bare base64. Text stays text: what has a blank in it,
 * lacks upper-case letters, lower-case letters or digits, or does not decode, is no binary. Immutable.
 */
public final class InlineBinary {
    private static final Pattern DATA_URL = Pattern.compile("data:([^,]{0,200}?);base64,");
    private static final Pattern MEDIA_TYPE = Pattern.compile("[A-Za-z0-9.+-]+/[A-Za-z0-9.+-]+");
    /** The first characters of a bare text tell text from base64 without a look at all of it. */
    private static final int SAMPLE = 4_096;

    private final String mime;
    private final byte[] bytes;

    private InlineBinary(String mime, byte[] bytes) {
        this.mime = mime;
        this.bytes = bytes;
    }

    /**
     * Looks at a text.
     *
     * @param text any text
     * @return the binary that it is, or empty if it is none
     */
    public static Optional<InlineBinary> read(String text) {
        Objects.requireNonNull(text, "A text is needed; it is the one to look at");
        Matcher url = DATA_URL.matcher(text);
        if (url.lookingAt()) {
            String type = url.group(1).split(";", 2)[0];
            String mime = MEDIA_TYPE.matcher(type).matches() ? type.toLowerCase(Locale.ROOT) : "text/plain";
            return decode(text.substring(url.end())).map(bytes -> new InlineBinary(mime, bytes));
        }
        if (!looksLikeBase64(text)) {
            return Optional.empty();
        }
        return decode(text).map(bytes -> new InlineBinary(Magic.mimeOf(bytes), bytes));
    }

    /**
     * A value with each text within it that is a large binary replaced; all else keeps its exact text. What is encrypted,
     * an object with a member {@code $enc}, is left alone.
     *
     * @param value any value
     * @param over how many characters a text may have and stay
     * @param move gives what to put in the place of a binary
     * @return the value; this very value if nothing was replaced
     */
    public static Json replaceIn(Json value, int over, Function<InlineBinary, AssetRef> move) {
        Objects.requireNonNull(value, "A value is needed; use Json.NULL for none");
        Objects.requireNonNull(move, "A callback is needed; it gives the reference to put in a binary's place");
        return replaceTexts(value, over, text -> replaceText(text, over, move));
    }

    private static Json replaceTexts(Json value, int over, UnaryOperator<Json> change) {
        if (value.text().length() <= over) {
            return value;
        }
        return switch (value.kind()) {
            case STRING -> change.apply(value);
            case OBJECT -> replaceMembers(value, over, change);
            case ARRAY -> replaceElements(value, over, change);
            case NUMBER, BOOLEAN, NULL -> value;
        };
    }

    /**
     * As {@link #replaceIn}, by the look of the texts' beginnings alone: quick, and right unless a text that begins like a
     * binary is none.
     *
     * @param value any value
     * @param over how many characters a text may have and stay
     * @param other what to put in the place of what looks like a binary
     * @return the value; this very value if nothing was replaced
     */
    public static Json replaceLikely(Json value, int over, AssetRef other) {
        Objects.requireNonNull(value, "A value is needed; use Json.NULL for none");
        Objects.requireNonNull(other, "A reference is needed; it goes in the place of what looks like a binary");
        return replaceTexts(value, over, text -> isLikely(text.asString()) ? other.toJson() : text);
    }

    private static boolean isLikely(String text) {
        return DATA_URL.matcher(text).lookingAt() || looksLikeBase64(text);
    }

    private static Json replaceText(Json value, int over, Function<InlineBinary, AssetRef> move) {
        String text = value.asString();
        Optional<InlineBinary> binary = text.length() > over ? read(text) : Optional.empty();
        return binary.map(move).map(AssetRef::toJson).orElse(value);
    }

    private static Json replaceMembers(Json object, int over, UnaryOperator<Json> change) {
        if (object.has("$enc")) {
            return object;
        }
        Json replaced = object;
        for (Json.Member member : object.members()) {
            Json other = replaceTexts(member.value(), over, change);
            replaced = other.equals(member.value()) ? replaced : replaced.with(member.key(), other);
        }
        return replaced;
    }

    private static Json replaceElements(Json array, int over, UnaryOperator<Json> change) {
        List<Json> elements = array.elements();
        List<Json> others = new ArrayList<>();
        elements.forEach(element -> others.add(replaceTexts(element, over, change)));
        return others.equals(elements) ? array : Json.array(others);
    }

    private static Optional<byte[]> decode(String base64) {
        try {
            return Optional.of(
                    base64.indexOf('\n') >= 0
                            ? Base64.getMimeDecoder().decode(base64)
                            : Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean looksLikeBase64(String text) {
        boolean upper = false;
        boolean lower = false;
        boolean digit = false;
        for (int i = 0; i < Math.min(text.length(), SAMPLE); i++) {
            char c = text.charAt(i);
            upper |= c >= 'A' && c <= 'Z';
            lower |= c >= 'a' && c <= 'z';
            digit |= c >= '0' && c <= '9';
            boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (!letter && "+/=\r\n".indexOf(c) < 0) {
                return false;
            }
        }
        return upper && lower && digit;
    }

    /** {@return the media type that the text named, or that the first bytes tell} */
    public String mime() {
        return mime;
    }

    /** {@return the bytes, a copy} */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** {@return how many bytes there are} */
    public int size() {
        return bytes.length;
    }

    /** The media type and the length, not the content. */
    @Override
    public String toString() {
        return mime + " of " + bytes.length + " bytes";
    }
}
