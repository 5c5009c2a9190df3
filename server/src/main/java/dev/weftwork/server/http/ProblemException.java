package dev.weftwork.server.http;

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

    ProblemException(int status, String code, String detail) {
        this(new Problem(status, code, detail), null);
    }

    ProblemException(Problem problem, @Nullable Duration retryAfter) {
        this(problem, retryAfter, Map.of());
    }

    ProblemException(Problem problem, @Nullable Duration retryAfter, Map<String, String> headers) {
        super(problem.code(), null, false, false);
        this.problem = problem;
        this.retryAfter = retryAfter;
        this.headers = headers;
    }

    Reply reply() {
        return Reply.of(problem, retryAfter).with(headers);
    }
}
