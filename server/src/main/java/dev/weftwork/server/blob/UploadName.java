package dev.weftwork.server.blob;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of an upload's file.
 *
 * @param id what clients call it
 * @param hash what the binary will be called
 * @param length how long it will be
 */
record UploadName(String id, String hash, long length) {
    private static final Pattern NAME = Pattern.compile("([0-9a-f]{32})-([0-9a-f]{64})-(\\d{1,18})");

    static @Nullable UploadName of(Path file) {
        Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
        return name.matches() ? new UploadName(name.group(1), name.group(2), Long.parseLong(name.group(3))) : null;
    }

    String text() {
        return id + "-" + hash + "-" + length;
    }
}
