package dev.weftwork.testkit;

import java.util.List;

/** Texts that break careless adapters; each is a valid id, body or value. */
final class OddTexts {
    static final List<String> ALL = List.of(
            "",
            " ",
            "'",
            "\"",
            "';--",
            "a,b",
            "-1,",
            "12,",
            "a\nb\r\n",
            "\t",
            "\u0000",
            "a\u0000b",
            "\u001e",
            "\u001f",
            "a\u001eb\u001fc",
            "%",
            "_",
            "\\",
            "?1",
            "ä",
            "e\u0301",
            "\u00e9",
            "漢字",
            "\uD83D\uDE00",
            "\uFFFF",
            "x".repeat(512),
            "\uD83D\uDE00".repeat(128),
            "{\"a\":[1,2.50,1e400,NaN]}");

    /** Each has half of a surrogate pair, so that no encoding of Unicode can hold it. */
    static final List<String> HALVES =
            List.of("\uD83D", "\uDE00", "a\uD83Db", "\uDE00\uD83D", "\uD83D\uDE00\uDE00", "漢\uD83D");

    private OddTexts() {}
}
