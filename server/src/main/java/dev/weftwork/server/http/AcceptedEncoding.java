package dev.weftwork.server.http;

import java.util.Arrays;
import java.util.Locale;

/** What a client says of how answers may be packed. Stateless. */
final class AcceptedEncoding {
    private AcceptedEncoding() {}

    /** Whether gzip is in a list; with a weight of zero the list says that it is not. */
    static boolean hasGzip(String accepted) {
        return Arrays.stream(accepted.toLowerCase(Locale.ROOT).split(",", -1))
                .map(each -> each.replaceAll("\\s", ""))
                .anyMatch(each -> each.equals("gzip")
                        || (each.startsWith("gzip;") && !each.matches("gzip;(.*;)?q=0(\\.0*)?(;.*)?")));
    }
}
