package dev.weftwork.server.http;

import dev.weftwork.format.FlowContent;
import dev.weftwork.format.FlowImport;
import dev.weftwork.format.FlowJson;
import dev.weftwork.graph.Ids;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.WorkflowId;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to be saved.
 *
 * @param id the workflow
 * @param given whether the caller named it
 * @param name what it is to be called, or null to leave that to the document
 * @param filed whether the project was named
 * @param project the project, or null for none
 * @param version the version that the caller started from and that has to be the present one, or null
 * @param base the entity tag of what the caller started from, or null
 * @param text the document
 * @param content what the document says
 */
record SaveRequest(
        WorkflowId id,
        boolean given,
        @Nullable String name,
        boolean filed,
        @Nullable String project,
        @Nullable Long version,
        @Nullable String base,
        String text,
        FlowContent content) {
    /** Reads the body of {@code POST /api/workflows}. */
    static SaveRequest ofDefinition(String body) {
        Fields fields = Fields.of(body);
        String id = fields.text("id");
        Json definition = fields.required("definition");
        String name = fields.name();
        if (id == null && name == null) {
            throw Fields.bad("'name' is missing: a new workflow needs one. To save an existing one, send its 'id'");
        }
        return new SaveRequest(
                id == null ? WorkflowId.of(Ids.system().next()) : Fields.workflow(id),
                id != null,
                name,
                fields.has("projectId"),
                fields.text("projectId"),
                fields.number("version"),
                base(fields),
                definition.text(),
                content(definition));
    }

    /** Reads the body of {@code POST /api/workflows/sync}; who the caller is, the token says, and the body may not differ. */
    static SaveRequest ofState(String body, String principal) {
        Fields fields = Fields.of(body);
        String id = fields.text("id");
        String user = fields.text("userId");
        if (id == null || user == null) {
            throw Fields.bad("'" + (id == null ? "id" : "userId") + "' is missing; it is a text");
        }
        Json state = fields.required("state");
        if (!user.equals(principal)) {
            throw new ProblemException(
                    403,
                    "other-user",
                    "'userId' is not who the token belongs to; send your own, or sign in as that user");
        }
        return new SaveRequest(
                Fields.workflow(id),
                true,
                null,
                false,
                null,
                fields.number("version"),
                base(fields),
                state.text(),
                content(state));
    }

    /** A proxy that packs a reply may have said that its tag is weak. */
    private static @Nullable String base(Fields fields) {
        String base = fields.text("base");
        return base != null && base.startsWith("W/") ? base.substring(2) : base;
    }

    private static FlowContent content(Json document) {
        return content(document.text());
    }

    /** What a document says; it is known to be JSON. */
    static FlowContent content(String document) {
        FlowImport read = FlowJson.read(document);
        if (read instanceof FlowImport.Mapped mapped) {
            return mapped.content();
        }
        if (read instanceof FlowImport.Opaque opaque) {
            return opaque.content();
        }
        throw new ProblemException(400, "malformed", "The document nests deeper than 64 levels; flatten it");
    }
}
