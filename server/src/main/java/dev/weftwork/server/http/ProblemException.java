package dev.weftwork.server.http;

import dev.weftwork.graph.Json;
import dev.weftwork.wire.Problem;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ends a request with a refusal. */
final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;
    private final transient @Nullable Duration retryAfter;
    private final transient Map<String, String> headers;
    /** The version that a save should have known, or -1 if this is about something else. */
    private final long version;

    ProblemException(int status, String code, String detail) {
        this(new Problem(status, code, detail), null);
    }

    ProblemException(Problem problem, @Nullable Duration retryAfter) {
        this(problem, retryAfter, Map.of());
    }

    ProblemException(Problem problem, @Nullable Duration retryAfter, Map<String, String> headers) {
        this(problem, retryAfter, headers, -1);
    }

    /** Refuses a save that is based on another version than the present one, which is told. */
    static ProblemException stale(int status, String detail, long version) {
        return new ProblemException(new Problem(status, "stale-version", detail), null, Map.of(), version);
    }

    private ProblemException(
            Problem problem, @Nullable Duration retryAfter, Map<String, String> headers, long version) {
        super(problem.code(), null, false, false);
        this.problem = problem;
        this.retryAfter = retryAfter;
        this.headers = headers;
        this.version = version;
    }

    Problem problem() {
        return problem;
    }

    /** Whether there was no memory for it, for now or at all. */
    boolean isForWantOfRoom() {
        return problem.status() == 503 || problem.status() == 507;
    }

    /** Whether there will never be memory for it. */
    boolean isForWantOfRoomAtAll() {
        return problem.status() == 507;
    }

    Reply reply() {
        Reply reply = Reply.of(problem, retryAfter).with(headers);
        return version < 0
                ? reply
                : reply.withBody(
                        Json.parse(problem.text()).with("version", version).text());
    }
}
