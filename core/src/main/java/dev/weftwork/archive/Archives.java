package dev.weftwork.archive;

import dev.weftwork.archive.PackageFormatException.Code;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells archives among the assets: by their names, their media types and their first bytes. */
final class Archives {
    /** How many first bytes are looked at. */
    static final int HEAD = 8;

    private static final Set<String> EXTENSIONS = Set.of(
            "zip", "jar", "war", "apk", "7z", "rar", "tar", "tgz", "gz", "bz2", "tbz2", "xz", "txz", "zst", "lz4",
            "lzma", "cab", "iso", "dmg", "arj", "cpio");
    private static final Set<String> TYPES = Set.of(
            "application/zip",
            "application/x-zip-compressed",
            "application/java-archive",
            "application/x-7z-compressed",
            "application/vnd.rar",
            "application/x-rar-compressed",
            "application/x-tar",
            "application/gzip",
            "application/x-gzip",
            "application/x-bzip2",
            "application/x-xz",
            "application/zstd");
    /** First bytes, in hexadecimal digits. */
    private static final Set<String> MAGIC = Set.of(
            "504b0304", "504b0506", "1f8b08", "377abcaf271c", "526172211a07", "fd377a585a00", "425a68", "28b52ffd");

    private Archives() {}

    static void checkNames(String file, @Nullable String mime) {
        String extension = file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        String type = mime == null
                ? ""
                : mime.toLowerCase(Locale.ROOT).split(";", 2)[0].trim();
        if (EXTENSIONS.contains(extension) || TYPES.contains(type)) {
            throw nested(file);
        }
    }

    /**
     * Looks at the first bytes, in hexadecimal digits. Documents of office programs and books are ZIP archives, too, and
     * are let pass if they say so.
     */
    static void checkHead(PackageManifest.Embedded asset, String head) {
        String type = asset.mime() == null ? "" : asset.mime().toLowerCase(Locale.ROOT);
        if (type.startsWith("application/vnd.") || type.startsWith("application/epub+zip")) {
            return;
        }
        if (MAGIC.stream().anyMatch(head::startsWith)) {
            throw nested(asset.file());
        }
    }

    private static PackageFormatException nested(String file) {
        return new PackageFormatException(
                Code.NESTED_ARCHIVE,
                "The asset " + Refusal.quoted(file) + " is an archive itself",
                "If you trust where it is from, let archives in by PackageLimits.withNestedArchives(true)");
    }
}
