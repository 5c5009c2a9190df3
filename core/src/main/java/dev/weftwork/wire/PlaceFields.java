package dev.weftwork.wire;

import dev.weftwork.spi.RemotePlace;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A place in the fields of a message's head: in a request the one that it is meant for, in an answer the one that answers.
 * Their values are percent-encoded UTF-8, since a field holds ASCII alone.
 */
public final class PlaceFields {
    /** Holds the server. */
    public static final String SERVER = "Weftwork-Server";

    /** Holds the workspace. */
    public static final String WORKSPACE = "Weftwork-Workspace";

    /** Holds the principal. */
    public static final String PRINCIPAL = "Weftwork-Principal";

    private PlaceFields() {}

    /**
     * Writes a place.
     *
     * @param place the place
     * @return the fields by name
     */
    public static Map<String, String> of(RemotePlace place) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(SERVER, encode(place.server()));
        fields.put(WORKSPACE, encode(place.workspace()));
        fields.put(PRINCIPAL, encode(place.principal()));
        return fields;
    }

    /**
     * Reads a place, of which any part may be left out.
     *
     * @param field gives a field, or null if there is none
     * @param otherwise stands for the parts that are left out
     * @return the place
     */
    public static RemotePlace read(Function<String, @Nullable String> field, RemotePlace otherwise) {
        return new RemotePlace(
                decode(field.apply(SERVER), otherwise.server()),
                decode(field.apply(WORKSPACE), otherwise.workspace()),
                decode(field.apply(PRINCIPAL), otherwise.principal()));
    }

    /**
     * Reads a place that is there as a whole.
     *
     * @param field gives a field, or null if there is none
     * @return the place, or null if a part is missing
     */
    public static @Nullable RemotePlace read(Function<String, @Nullable String> field) {
        boolean whole = field.apply(SERVER) != null && field.apply(WORKSPACE) != null && field.apply(PRINCIPAL) != null;
        return whole ? read(field, new RemotePlace("", "", "")) : null;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String decode(@Nullable String value, String otherwise) {
        if (value == null) {
            return otherwise;
        }
        try {
            // a plus stands for itself here
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // what cannot be read is the name of no place
            return value;
        }
    }
}
