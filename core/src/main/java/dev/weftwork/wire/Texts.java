package dev.weftwork.wire;

import dev.weftwork.graph.JsonCursor;
import dev.weftwork.graph.JsonWriter;
import dev.weftwork.graph.WorkflowId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Arrays of strings. */
final class Texts {
    private Texts() {}

    static List<String> read(JsonCursor in) {
        List<String> texts = new ArrayList<>();
        in.beginArray();
        while (in.nextElement()) {
            texts.add(in.string());
        }
        return texts;
    }

    static void write(Collection<String> texts, JsonWriter out) {
        out.beginArray();
        texts.forEach(out::value);
        out.endArray();
    }

    static Set<WorkflowId> readWorkflows(JsonCursor in) {
        Set<WorkflowId> workflows = new LinkedHashSet<>();
        read(in).forEach(text -> workflows.add(WorkflowId.of(text)));
        return workflows;
    }

    /** Writes a member unless it is empty. */
    static void writeWorkflows(String key, Set<WorkflowId> workflows, JsonWriter out) {
        if (!workflows.isEmpty()) {
            out.key(key);
            write(workflows.stream().map(WorkflowId::value).sorted().toList(), out);
        }
    }
}
