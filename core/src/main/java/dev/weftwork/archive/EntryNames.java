package dev.weftwork.archive;

import dev.weftwork.archive.PackageFormatException.Code;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The names in one archive: each by itself, and that no file system takes two of them for one. */
final class EntryNames {
    private static final int MAX_LENGTH = 512;

    private final Set<String> names = new HashSet<>();
    private final Map<String, String> composed = new HashMap<>();
    private final Map<String, String> folded = new HashMap<>();

    /** Decodes and checks a name. */
    static String decode(ByteBuffer bytes) {
        String name;
        try {
            name = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(bytes)
                    .toString();
        } catch (CharacterCodingException e) {
            throw Refusal.of(Code.BAD_NAME, "The package has an entry whose name is not UTF-8", e);
        }
        check(name);
        return name;
    }

    private static void check(String name) {
        if (name.isEmpty() || name.length() > MAX_LENGTH || name.codePoints().anyMatch(EntryNames::isControl)) {
            throw refuse(Code.BAD_NAME, name, "is empty, longer than 512 characters, or holds control characters");
        }
        if (name.indexOf('\\') >= 0) {
            throw refuse(Code.BACKSLASH, name, "holds a backslash");
        }
        if (name.startsWith("/")) {
            throw refuse(Code.ABSOLUTE_PATH, name, "begins with a slash");
        }
        if (name.indexOf(':') >= 0) {
            throw refuse(Code.DRIVE_LETTER, name, "holds a colon, which names a drive or a stream");
        }
        String path = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        for (String step : path.split("/", -1)) {
            if (step.isEmpty() || step.equals(".") || step.equals("..")) {
                throw refuse(Code.PATH_TRAVERSAL, name, "leaves the place that it should be unpacked to");
            }
        }
    }

    /** Control characters, and those that turn the direction of text and so hide what a name says. */
    private static boolean isControl(int c) {
        return Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
    }

    /** Takes one more name in, unless it could be taken for one that is there. */
    void add(String name) {
        if (!names.add(name)) {
            throw refuse(Code.DUPLICATE_NAME, name, "stands there twice");
        }
        String bare = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        String one = Normalizer.normalize(bare, Normalizer.Form.NFKC);
        String other = composed.putIfAbsent(one, name);
        if (other != null) {
            throw clash(Code.UNICODE_CLASH, name, other, "in how their characters are composed");
        }
        String fold = one.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        other = folded.putIfAbsent(fold, name);
        if (other != null) {
            throw clash(Code.CASE_CLASH, name, other, "in upper and lower case");
        }
    }

    private static PackageFormatException refuse(Code code, String name, String why) {
        return Refusal.of(code, "The package has an entry whose name " + Refusal.quoted(name) + " " + why);
    }

    private static PackageFormatException clash(Code code, String name, String other, String how) {
        return Refusal.of(
                code,
                "The names " + Refusal.quoted(other) + " and " + Refusal.quoted(name) + " differ only " + how
                        + ", so some systems would take them for one file");
    }
}
