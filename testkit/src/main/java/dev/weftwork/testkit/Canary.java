package dev.weftwork.testkit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * A text that must not be found where it does not belong. It is looked for byte by byte, as itself and in the disguises
 * in which programs keep texts: other Unicode encodings, JSON escapes, base64 at any place, hexadecimal digits, and
 * within what is compressed with gzip or zlib, or as an entry of a ZIP file.
 *
 * <p>Immutable.
 */
public final class Canary {
    private static final int SHORTEST = 8;
    private static final int DEEPEST = 2;
    /** What a ZIP file says of an entry before its name. */
    private static final int ZIP_HEADER = 30;

    private final Map<String, byte[]> disguises = new LinkedHashMap<>();

    private Canary(String text) {
        add("UTF-8", text, StandardCharsets.UTF_8);
        add("UTF-16LE", text, StandardCharsets.UTF_16LE);
        add("UTF-16BE", text, StandardCharsets.UTF_16BE);
        add("JSON", escaped(text, false), StandardCharsets.UTF_8);
        add("JSON in ASCII", escaped(text, true), StandardCharsets.UTF_8);
        add("JSON within JSON", escaped(escaped(text, false), false), StandardCharsets.UTF_8);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int shift = 0; shift < 3; shift++) {
            add("base64 at place " + shift, base64(bytes, shift), StandardCharsets.US_ASCII);
        }
        StringBuilder hex = new StringBuilder();
        for (byte each : bytes) {
            hex.append(String.format("%02x", each));
        }
        add("hex", hex.toString(), StandardCharsets.US_ASCII);
    }

    /**
     * A canary.
     *
     * @param text what must not be found; long enough not to occur by chance
     * @return the canary
     */
    public static Canary of(String text) {
        if (Objects.requireNonNull(text, "A text is needed; it is what must not be found")
                        .length()
                < SHORTEST) {
            throw new IllegalArgumentException(
                    "A canary of " + text.length() + " characters may occur by chance; use " + SHORTEST + " or more");
        }
        return new Canary(text);
    }

    private void add(String name, String text, Charset charset) {
        disguises.put(name, text.getBytes(charset));
    }

    private static String escaped(String text, boolean ascii) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || (ascii && c > '~')) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    /** The characters of a base64 text that the bytes alone decide when so many others stand before them. */
    private static String base64(byte[] bytes, int shift) {
        byte[] shifted = new byte[bytes.length + shift];
        System.arraycopy(bytes, 0, shifted, shift, bytes.length);
        String text = Base64.getEncoder().withoutPadding().encodeToString(shifted);
        int from = shift == 0 ? 0 : shift + 1;
        return text.substring(from, shifted.length * 8 / 6);
    }

    /**
     * Looks into all files below a directory.
     *
     * @param directory the directory
     * @return a line for each file and disguise in which it was found; empty if it was not
     * @throws IOException if a file cannot be read
     */
    public List<String> in(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(directory)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        List<String> found = new ArrayList<>();
        for (Path file : files) {
            in(Files.readAllBytes(file)).forEach(each -> found.add(directory.relativize(file) + ": " + each));
        }
        return found;
    }

    /**
     * Looks into some bytes.
     *
     * @param bytes the bytes
     * @return the disguises in which it was found; empty if it was not
     */
    public List<String> in(byte[] bytes) {
        List<String> found = new ArrayList<>();
        look(Objects.requireNonNull(bytes, "Bytes are needed; there may be none of them"), 0, "", found);
        return found;
    }

    private void look(byte[] bytes, int depth, String where, List<String> found) {
        disguises.forEach((name, sought) -> {
            if (contains(bytes, sought)) {
                found.add(where + name);
            }
        });
        for (int i = 0; depth < DEEPEST && i + 2 < bytes.length; i++) {
            boolean gzip = bytes[i] == 0x1f && bytes[i + 1] == (byte) 0x8b && bytes[i + 2] == 8;
            boolean zlib = bytes[i] == 0x78 && ((0x7800 | (bytes[i + 1] & 0xff)) % 31) == 0;
            int entry = gzip || zlib ? -1 : zipEntry(bytes, i);
            if (gzip || zlib || entry >= 0) {
                byte[] inflated = inflated(bytes, entry < 0 ? i : entry, gzip, entry >= 0);
                if (inflated.length > 0) {
                    String how = gzip ? "gzip, " : zlib ? "zlib, " : "ZIP, ";
                    look(inflated, depth + 1, where + how, found);
                }
            }
        }
    }

    private static boolean contains(byte[] bytes, byte[] sought) {
        for (int i = 0; i + sought.length <= bytes.length; i++) {
            int same = 0;
            while (same < sought.length && bytes[i + same] == sought[same]) {
                same++;
            }
            if (same == sought.length) {
                return true;
            }
        }
        return false;
    }

    /** Where the bytes of a deflated entry begin whose header is here, or -1. */
    private static int zipEntry(byte[] bytes, int at) {
        boolean header = at + ZIP_HEADER < bytes.length
                && bytes[at] == 'P'
                && bytes[at + 1] == 'K'
                && bytes[at + 2] == 3
                && bytes[at + 3] == 4
                && bytes[at + 8] == 8;
        int content = header ? at + ZIP_HEADER + two(bytes, at + 26) + two(bytes, at + 28) : -1;
        return content < bytes.length ? content : -1;
    }

    private static int two(byte[] bytes, int at) {
        return (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8;
    }

    /** As much as can be inflated; what only looks compressed gives little or nothing. */
    private static byte[] inflated(byte[] bytes, int from, boolean gzip, boolean bare) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayInputStream rest = new ByteArrayInputStream(bytes, from, bytes.length - from);
        Inflater inflater = new Inflater(bare);
        try (InputStream in = gzip ? new GZIPInputStream(rest) : new InflaterInputStream(rest, inflater)) {
            byte[] part = new byte[8192];
            for (int n = in.read(part); n > 0; n = in.read(part)) {
                out.write(part, 0, n);
            }
        } catch (IOException e) {
            // what came before the damage has been taken
        } finally {
            inflater.end();
        }
        return out.toByteArray();
    }
}
