package dev.weftwork.server.http;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Request;

/**
 * The parts of a path between its slashes, each decoded by itself: an id may hold a blank, a percent sign, even a slash.
 * None of them is ever taken for the name of a file, so nothing is folded, such as {@code ..} with what stands before it.
 */
final class PathSegments {
    /** What Jetty lets through: it refuses encoded slashes and the like for those who look for files by the path. */
    static final UriCompliance COMPLIANCE = UriCompliance.DEFAULT.with(
            "ids",
            UriCompliance.Violation.AMBIGUOUS_PATH_SEGMENT,
            UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
            UriCompliance.Violation.AMBIGUOUS_PATH_PARAMETER,
            UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
            UriCompliance.Violation.SUSPICIOUS_PATH_CHARACTERS);

    private PathSegments() {}

    /** Only the REST face has ids of others in its paths; elsewhere such a path is a mistake, or worse. */
    static boolean areClear(Request request) {
        String path = request.getHttpURI().getPath();
        return (path != null && path.startsWith("/api/"))
                || !request.getHttpURI().hasViolations();
    }

    static String[] of(Request request) {
        String path = request.getHttpURI().getPath();
        return path == null
                ? new String[] {""}
                : Arrays.stream(path.split("/", -1)).map(PathSegments::decoded).toArray(String[]::new);
    }

    /** A segment that stands for a text. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A plus sign is one: it means a blank in forms only. */
    private static String decoded(String segment) {
        return segment.indexOf('%') < 0
                ? segment
                : URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
