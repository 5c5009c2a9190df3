package dev.weftwork.change;

/** The alphabet of names that stand in files, keys and logs without quoting. */
final class Names {
    private static final int MAX = 64;

    private Names() {}

    static void check(String what, String name) {
        if (name.isEmpty() || name.length() > MAX || !isPlain(name)) {
            String shown = name.length() <= MAX ? name : name.substring(0, MAX) + "…";
            throw new IllegalArgumentException(
                    "The " + what + " '" + shown + "' must be 1 to 64 letters, digits, dots, dashes or underscores");
        }
    }

    private static boolean isPlain(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (!plain(name.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean plain(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '_'
                || c == '.';
    }
}
