package dev.weftwork.server.http;

import dev.weftwork.wire.Problem;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Ends a request with a refusal. */
final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;
    private final transient @Nullable Duration retryAfter;

    ProblemException(int status, String code, String detail) {
        this(new Problem(status, code, detail), null);
    }

    ProblemException(Problem problem, @Nullable Duration retryAfter) {
        super(problem.code(), null, false, false);
        this.problem = problem;
        this.retryAfter = retryAfter;
    }

    Reply reply() {
        return Reply.of(problem, retryAfter);
    }
}
