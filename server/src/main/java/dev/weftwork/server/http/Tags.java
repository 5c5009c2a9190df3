package dev.weftwork.server.http;

import dev.weftwork.server.storage.WorkflowRow;
import java.util.Objects;

/** Entity tags of workflows: equal if and only if what is shown is. Stateless. */
final class Tags {
    private Tags() {}

    static String of(WorkflowRow row) {
        return "\"" + row.version() + "-" + Long.toHexString(row.digest()) + "-"
                + Integer.toHexString(Objects.hashCode(row.project())) + "\"";
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
