package dev.weftwork.server.http;

import dev.weftwork.change.GraphState;
import dev.weftwork.format.FlowImport;
import dev.weftwork.format.FlowJson;
import dev.weftwork.format.FlowNames;
import dev.weftwork.graph.Workflow;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.server.storage.DocumentReader;
import dev.weftwork.server.storage.StoredDocument;
import dev.weftwork.server.storage.WorkflowRow;
import dev.weftwork.server.storage.WorkspaceReader;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Workflows as documents. Stateless. */
final class Renditions {
    private Renditions() {}

    /** What a workflow shows: what is stored, if that is up to date, else written anew and not stored yet. */
    static StoredDocument shown(WorkspaceReader reader, WorkflowRow row) {
        return shown(reader, row, null);
    }

    /** The same, as far as there is room. */
    static StoredDocument shown(WorkspaceReader reader, WorkflowRow row, Readings.@Nullable Room room) {
        DocumentReader documents = reader.documents();
        WorkflowId id = WorkflowId.of(row.id());
        if (row.document() != 0 && room != null) {
            room.document(documents.length(id, row.document()));
        }
        StoredDocument stored = row.document() == 0 ? null : document(documents, id, row.document());
        return stored != null && stored.version() == row.version() ? stored : written(reader, row, room);
    }

    /** A stored document as it is shown, or null if it is not kept. */
    static @Nullable StoredDocument document(DocumentReader documents, WorkflowId id, long number) {
        StoredDocument stored = documents.document(id, number);
        String body = stored == null ? "" : StrictJson.shown(stored.body());
        return stored == null || body.equals(stored.body())
                ? stored
                : new StoredDocument(number, stored.version(), stored.seen(), stored.names(), body);
    }

    private static StoredDocument written(WorkspaceReader reader, WorkflowRow row, Readings.@Nullable Room room) {
        WorkflowId id = WorkflowId.of(row.id());
        GraphState.Builder state = GraphState.builder(id);
        WorkspaceReader.Wanted all = (kind, bytes) -> {
            if (room != null) {
                room.entity(bytes);
            }
            return true;
        };
        reader.entities(Set.of(id), all, (workflow, entity) -> state.put(entity));
        Workflow view = state.build().view();
        String text = StrictJson.shown(FlowJson.write(view));
        FlowNames names = FlowJson.read(text) instanceof FlowImport.Mapped mapped
                ? FlowNames.between(mapped.content(), view)
                : FlowNames.NONE;
        long seen = reader.headPlace().seq();
        return new StoredDocument(0, row.version(), seen, names.toJson().text(), text);
    }
}
