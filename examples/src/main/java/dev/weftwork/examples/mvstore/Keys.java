package dev.weftwork.examples.mvstore;

/** Under which keys things lie. Parts that may hold any character have their length in front. */
final class Keys {
    /** The last position ever given. */
    static final String HEAD = "head";

    /** The position up to which the log was pruned. */
    static final String FLOOR = "floor";

    /** How many transactions were committed. */
    static final String COMMITS = "commits";

    private static final String SETTING = "setting/";

    private Keys() {}

    static String entry(long position) {
        return "log/" + position;
    }

    static String rowsOf(String workflow) {
        return "row/" + part(workflow);
    }

    static String row(String kind, String workflow, String id) {
        return rowsOf(workflow) + part(kind) + id;
    }

    /** Before the names of all rows of a kind, which lie here once more without their content. */
    static String kind(String kind) {
        return "kind/" + part(kind);
    }

    static String kind(String kind, String workflow, String id) {
        return kind(kind) + part(workflow) + id;
    }

    static String setting(String name) {
        return SETTING + name;
    }

    static String settingName(String key) {
        return key.substring(SETTING.length());
    }

    static String part(String text) {
        return text.length() + ":" + text;
    }
}
