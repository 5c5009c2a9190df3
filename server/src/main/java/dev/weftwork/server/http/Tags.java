package dev.weftwork.server.http;

import dev.weftwork.server.storage.WorkflowRow;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** Entity tags of workflows: equal if and only if what is shown is. Stateless. */
final class Tags {
    private Tags() {}

    static String of(WorkflowRow row) {
        return "\"" + row.version() + "-" + Long.toHexString(row.digest()) + "-" + of(row.project()) + "\"";
    }

    /** A workflow that is moved counts no operation, so nothing but this tells that it was. */
    private static String of(@Nullable String project) {
        return project == null
                ? "0"
                : PartFiles.sha256(project.getBytes(StandardCharsets.UTF_8)).substring(0, 16);
    }

    /** The list that a header has, over however many lines it was sent, or null if there is none. */
    static @Nullable String list(Request request, HttpHeader header) {
        List<String> lines = request.getHeaders().getValuesList(header);
        return lines.isEmpty() ? null : String.join(",", lines);
    }

    /** Whether a header's list has the tag of a workflow, or the star that stands for all. */
    static boolean matches(String header, WorkflowRow row) {
        String tag = of(row);
        for (String each : header.split(",", -1)) {
            String named = each.trim();
            // a proxy that packs a reply may say that its tag is weak
            if (named.equals("*") || named.equals(tag) || named.equals("W/" + tag)) {
                return true;
            }
        }
        return false;
    }
}
