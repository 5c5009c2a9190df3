package dev.weftwork.wire;

import dev.weftwork.graph.JsonCursor;
import dev.weftwork.graph.JsonWriter;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteFailure.Kind;
import dev.weftwork.spi.RemotePlace;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A refusal as RFC 9457 has it.
 *
 * @param status the HTTP status
 * @param code which problem it is, for programs; never changes its meaning
 * @param detail what was wrong with this request, for people
 */
public record Problem(int status, String code, String detail) {
    /** The cursor is older than what the server keeps. */
    public static final String CURSOR_TOO_OLD = "cursor-too-old";

    /** The cursor belongs to another past. */
    public static final String CURSOR_FOREIGN = "cursor-foreign";

    private static final Set<String> PLACES =
            Set.of(RemotePlace.OTHER_SERVER, RemotePlace.OTHER_WORKSPACE, RemotePlace.OTHER_PRINCIPAL);

    private static final String TYPE = "tag:weftwork.dev,2026:";

    /**
     * Whether the same request may succeed later.
     *
     * @return true for outages and limits of rate
     */
    public boolean retryable() {
        return kind() == Kind.UNAVAILABLE;
    }

    /**
     * The body of an answer of type {@code application/problem+json}.
     *
     * @return {@code {"type", "title", "status", "detail", "code", "retryable"}}
     */
    public String text() {
        JsonWriter out = new JsonWriter().beginObject();
        out.key("type").value(TYPE + code).key("title").value(code.replace('-', ' '));
        out.key("status").value(status).key("detail").value(detail);
        return out.key("code")
                .value(code)
                .key("retryable")
                .value(retryable())
                .endObject()
                .toString();
    }

    /**
     * Reads a refusal, whoever sent it: a proxy's page counts as one too.
     *
     * @param status the HTTP status
     * @param body the body
     * @return the problem
     */
    public static Problem read(int status, String body) {
        try {
            return Message.read(body, in -> read(status, in));
        } catch (WireFormatException e) {
            return new Problem(status, "http-" + status, "The answer had status " + status);
        }
    }

    private static Problem read(int status, JsonCursor in) {
        String code = "http-" + status;
        String detail = "";
        in.beginObject();
        while (in.nextMember()) {
            switch (in.key()) {
                case "code" -> code = in.string();
                case "detail" -> detail = in.string();
                default -> in.skip();
            }
        }
        return new Problem(status, code, detail);
    }

    /**
     * What a caller can decide on.
     *
     * @param retryAfter the pause that the server asked for, or null
     * @return the failure
     */
    public RemoteFailure failure(@Nullable Duration retryAfter) {
        return new RemoteFailure(kind(), code, detail, retryAfter);
    }

    private Kind kind() {
        return switch (status) {
            case 409 -> PLACES.contains(code) ? Kind.OTHER_PLACE : Kind.BAD_REQUEST;
            case 401 -> Kind.UNAUTHORIZED;
            case 403 -> Kind.FORBIDDEN;
            case 404, 405, 501 -> Kind.UNSUPPORTED;
            case 410 -> code.equals(CURSOR_FOREIGN) ? Kind.CURSOR_FOREIGN : Kind.CURSOR_TOO_OLD;
            case 413 -> Kind.TOO_LARGE;
            case 426 -> Kind.UPGRADE_REQUIRED;
            case 408, 425, 429 -> Kind.UNAVAILABLE;
            default -> status >= 400 && status < 500 ? Kind.BAD_REQUEST : Kind.UNAVAILABLE;
        };
    }
}
