package dev.weftwork.server.http;

import dev.weftwork.graph.WorkflowId;
import dev.weftwork.server.Principal;
import dev.weftwork.server.Role;
import dev.weftwork.spi.PullRequest;
import dev.weftwork.spi.RemoteCursor;
import dev.weftwork.wire.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/**
 * One request to a workspace by somebody who may make it.
 *
 * @param request the request
 * @param workspace which workspace
 * @param principal who
 * @param role what the principal may do there
 * @param query the parameters
 */
record Call(Request request, String workspace, Principal principal, Role role, Fields query) {
    private static final int LONGEST_CHANNEL = 64;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(25);

    void require(Role needed) {
        if (!role.includes(needed)) {
            String detail =
                    "This needs the role " + needed.name().toLowerCase(java.util.Locale.ROOT) + " in the workspace";
            throw new ProblemException(403, "role-too-low", detail);
        }
    }

    /** How long the caller's token is still good for, or a day if it is longer than that. */
    long millisLeft(long nowMillis) {
        Instant now = Instant.ofEpochMilli(nowMillis);
        Instant tomorrow = now.plus(Duration.ofDays(1));
        Instant end = principal.until().isBefore(tomorrow) ? principal.until() : tomorrow;
        return Math.max(0, Duration.between(now, end).toMillis());
    }

    PullRequest pull() {
        int limit = (int) number("limit", Limits.MAX_OPS, 1, Limits.MAX_OPS);
        Duration wait = Duration.ofSeconds(number("wait", 0, 0, LONGEST_WAIT.toSeconds()));
        return new PullRequest(after(), limit, wait, workflows("workflow"), workflows("audit"));
    }

    /** What the client calls its own live channels, or empty. */
    String channel() {
        String channel = query.getValue("channel");
        if (channel != null && channel.length() > LONGEST_CHANNEL) {
            throw new ProblemException(
                    400, "bad-parameter", "'channel' has at most " + LONGEST_CHANNEL + " characters");
        }
        return channel == null ? "" : channel;
    }

    /** Whether it was made by the client of a live channel. */
    boolean isOfChannel(Call live) {
        String channel = channel();
        return !channel.isEmpty()
                && channel.equals(live.channel())
                && principal.id().equals(live.principal.id());
    }

    RemoteCursor after() {
        String text = query.getValue("after");
        try {
            return text == null ? RemoteCursor.START : new RemoteCursor(text);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(400, "bad-cursor", String.valueOf(e.getMessage()));
        }
    }

    Set<WorkflowId> workflows(String name) {
        Set<WorkflowId> workflows = new LinkedHashSet<>();
        List<String> texts = query.getValuesOrEmpty(name);
        try {
            texts.forEach(text -> workflows.add(WorkflowId.of(text)));
        } catch (IllegalArgumentException e) {
            throw new ProblemException(400, "bad-parameter", String.valueOf(e.getMessage()));
        }
        return workflows;
    }

    /** A number that is cut to what is allowed, since a wish beyond it can be met in part. */
    long number(String name, long usual, long least, long most) {
        @Nullable String text = query.getValue(name);
        if (text == null) {
            return usual;
        }
        try {
            long number = Long.parseLong(text);
            if (number < least) {
                throw new ProblemException(400, "bad-parameter", "'" + name + "' is at least " + least);
            }
            return Math.min(number, most);
        } catch (NumberFormatException e) {
            throw new ProblemException(400, "bad-parameter", "'" + name + "' is a whole number");
        }
    }
}
