package dev.weftwork.format;

import dev.weftwork.graph.Json;
import dev.weftwork.graph.Viewport;
import dev.weftwork.graph.Workflow;
import java.util.List;
import java.util.Map;

/**
 * Reads the documents of flow editors into workflows and writes them back.
 *
 * <p>A document that nobody edited comes back with every token equal and in its order: number literals, string escapes,
 * keys and duplicate keys; only white space may differ. After edits it differs only where they were made. Results of
 * runs are not written: documents have no place for them.
 *
 * <p>Stateless; safe for use by many threads.
 */
public final class FlowJson {
    private FlowJson() {}

    /**
     * Reads a document.
     *
     * @param text the document's text
     * @return what it holds, or the whole of it where it fits no family, or why it cannot be read
     */
    public static FlowImport read(String text) {
        Json document;
        try {
            document = Json.parse(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (IllegalArgumentException e) {
            return new FlowImport.Unreadable(String.valueOf(e.getMessage()));
        }
        return Detector.detect(document)
                .<FlowImport>map(dialect -> new DocumentReader(dialect).read(document))
                .orElseGet(() -> opaque(document));
    }

    private static FlowImport opaque(Json document) {
        String note = "The document fits no known family; it is kept whole and comes back as it is";
        FlowContent content =
                new FlowContent("", Viewport.ORIGIN, Map.of(Marks.DOCUMENT, document), List.of(), List.of());
        return new FlowImport.Opaque(content, new FlowReport(0, 0, 0, 0, 0, 1, List.of(note)));
    }

    /**
     * Writes a workflow as a document of the family that it was read from, or as React Flow if it was born here.
     *
     * @param workflow the workflow
     * @return the document's text
     */
    public static String write(Workflow workflow) {
        Json whole = workflow.ext().get(Marks.DOCUMENT);
        return whole != null ? whole.text() : new DocumentWriter(workflow).write();
    }
}
