package dev.weftwork.testkit;

import java.util.List;

/** JSON texts that careless codecs change. */
final class OddJson {
    static final List<String> VALUES = List.of(
            "null",
            "0",
            "-0",
            "1.0",
            "1.50",
            "1e2",
            "1E+2",
            "9007199254740991",
            "9007199254740992",
            "-9007199254740993",
            "18446744073709551616",
            "0.1234567890123456789012345678901234567890",
            "1e400",
            "-1e-400",
            "NaN",
            "Infinity",
            "-Infinity",
            "\"\"",
            "\"\\u0000\"",
            "\"\\u00e4\"",
            "\"ä\"",
            "\"\\/\"",
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "\"\\uD83D\\uDE00\"",
            "\"\uD83D\uDE00\"",
            "\"\u2028\u2029\"",
            "{\"a\":1,\"a\":2}",
            "{\"b\":1,\"a\":{\"c\":1,\"c\":[]}}",
            "{ \"a\" : [ 1 , 2 ] }",
            "{\"a\":\n\t1}",
            "{\"$raw\":\"1\"}",
            "{\"$raw\":1}",
            "{\"$\":1,\"$$raw\":{\"$raw\":\"x\"}}",
            "{\"\\u0024raw\":\"[\"}",
            "{\"$enc\":{\"kid\":\"k\",\"iv\":\"i\",\"ct\":\"c\"}}",
            "[NaN,{\"$a\":NaN}]",
            "[".repeat(64) + "]".repeat(64),
            "{\"a\":".repeat(63) + "{}" + "}".repeat(63));

    private OddJson() {}
}
