package dev.weftwork.archive;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Endings of file names by media types; the same on every machine. */
final class MediaTypes {
    private static final Map<String, String> ENDINGS = Map.ofEntries(
            Map.entry("image/png", "png"),
            Map.entry("image/jpeg", "jpg"),
            Map.entry("image/gif", "gif"),
            Map.entry("image/webp", "webp"),
            Map.entry("image/avif", "avif"),
            Map.entry("image/bmp", "bmp"),
            Map.entry("image/tiff", "tiff"),
            Map.entry("image/svg+xml", "svg"),
            Map.entry("video/mp4", "mp4"),
            Map.entry("video/webm", "webm"),
            Map.entry("video/quicktime", "mov"),
            Map.entry("audio/mpeg", "mp3"),
            Map.entry("audio/wav", "wav"),
            Map.entry("audio/x-wav", "wav"),
            Map.entry("audio/ogg", "ogg"),
            Map.entry("audio/flac", "flac"),
            Map.entry("audio/mp4", "m4a"),
            Map.entry("application/json", "json"),
            Map.entry("application/pdf", "pdf"),
            Map.entry("text/plain", "txt"),
            Map.entry("text/csv", "csv"),
            Map.entry("text/markdown", "md"),
            Map.entry("text/html", "html"),
            Map.entry("model/gltf-binary", "glb"));

    private static final Pattern ENDING = Pattern.compile("[a-z0-9]{1,8}");
    private static final String UNKNOWN = "bin";

    private MediaTypes() {}

    /** The ending for a media type, else the one that the place of the asset has, else bin. */
    static String ending(@Nullable String mime, String locator) {
        String type = mime == null
                ? ""
                : mime.toLowerCase(Locale.ROOT).split(";", 2)[0].trim();
        String known = ENDINGS.get(type);
        if (known != null) {
            return known;
        }
        String last = locator.substring(locator.lastIndexOf('/') + 1);
        String ending = last.substring(last.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return last.indexOf('.') > 0 && ENDING.matcher(ending).matches() ? ending : UNKNOWN;
    }
}
