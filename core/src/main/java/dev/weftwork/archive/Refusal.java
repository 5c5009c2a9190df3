package dev.weftwork.archive;

import dev.weftwork.archive.PackageFormatException.Code;

/** Makes refusals whose remedy is the same for all damage: get another copy. */
final class Refusal {
    private static final String ANOTHER_COPY = "Ask for the package again, or export it anew; nothing of it was kept";

    private Refusal() {}

    static PackageFormatException of(Code code, String message) {
        return new PackageFormatException(code, message, ANOTHER_COPY);
    }

    static PackageFormatException of(Code code, String message, Throwable cause) {
        return new PackageFormatException(code, message, ANOTHER_COPY, cause);
    }

    static PackageFormatException limit(Code code, String message) {
        return new PackageFormatException(
                code, message, "If you trust where it is from, raise that limit in PackageLimits and try again");
    }

    /** A name from a stranger, cut short and without what could garble a terminal. */
    static String quoted(String name) {
        String plain = name.replaceAll("\\p{Cntrl}", "?");
        return "'" + (plain.length() <= 80 ? plain : plain.substring(0, 80) + "…") + "'";
    }
}
