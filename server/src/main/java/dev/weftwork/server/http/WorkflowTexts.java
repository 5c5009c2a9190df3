package dev.weftwork.server.http;

import dev.weftwork.graph.Json;
import dev.weftwork.graph.JsonWriter;
import dev.weftwork.server.storage.Project;
import dev.weftwork.server.storage.WorkflowRow;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bodies of the REST face. Stateless. */
final class WorkflowTexts {
    private WorkflowTexts() {}

    static String workflow(WorkflowRow row) {
        return members(new JsonWriter().beginObject(), row).endObject().toString();
    }

    static String saved(Saving.Saved saved) {
        return members(new JsonWriter().beginObject(), saved.row())
                .key("merged")
                .value(saved.merged())
                .endObject()
                .toString();
    }

    /** The document comes last and exactly as it is stored. */
    static String workflow(WorkflowRow row, String document) {
        String head = workflow(row);
        return head.substring(0, head.length() - 1) + ",\"definition\":" + document + "}";
    }

    static String workflows(List<WorkflowRow> rows, int most) {
        JsonWriter out = new JsonWriter().beginObject().key("workflows").beginArray();
        rows.forEach(row -> members(out.beginObject(), row).endObject());
        out.endArray();
        if (rows.size() == most) {
            out.key("next").value(rows.get(most - 1).id());
        }
        return out.endObject().toString();
    }

    static String project(Project project) {
        return members(new JsonWriter().beginObject(), project).endObject().toString();
    }

    static String projects(List<Project> projects, int most) {
        JsonWriter out = new JsonWriter().beginObject().key("projects").beginArray();
        projects.forEach(project -> members(out.beginObject(), project).endObject());
        out.endArray();
        if (projects.size() == most) {
            out.key("next").value(projects.get(most - 1).id());
        }
        return out.endObject().toString();
    }

    private static JsonWriter members(JsonWriter out, WorkflowRow row) {
        out.key("id").value(row.id()).key("name").value(row.name()).key("projectId");
        text(out, row.project()).key("userId");
        text(out, row.author()).key("version").value(row.version());
        return times(out, row.createdAt(), row.updatedAt());
    }

    private static JsonWriter members(JsonWriter out, Project project) {
        out.key("id").value(project.id()).key("name").value(project.name());
        return times(out, project.createdAt(), project.updatedAt());
    }

    private static JsonWriter text(JsonWriter out, @Nullable String text) {
        return text == null ? out.value(Json.NULL) : out.value(text);
    }

    private static JsonWriter times(JsonWriter out, long created, long updated) {
        return out.key("createdAt")
                .value(Instant.ofEpochMilli(created).toString())
                .key("updatedAt")
                .value(Instant.ofEpochMilli(updated).toString());
    }
}
