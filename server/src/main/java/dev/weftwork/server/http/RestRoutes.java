package dev.weftwork.server.http;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** The plain REST face: the routes under {@code /api}, all in the token's own workspace. */
record RestRoutes(Access access, WorkflowRoutes workflows, ProjectRoutes projects, VersionRoutes versions) {
    private static final String SYNC = "POST /api/workflows/sync";

    /** The route of a request by its pattern; there may be none of that name. */
    static String pattern(String method, String[] path) {
        boolean sync = path.length == 4 && path[3].equals("sync") && method.equals("POST");
        StringBuilder pattern = new StringBuilder(method).append(" /api");
        for (int i = 2; i < path.length; i++) {
            boolean version = i == 5 && path[4].equals("versions");
            pattern.append('/').append(version ? "{n}" : i == 3 && !sync ? "{id}" : word(path[i]));
        }
        return pattern.toString();
    }

    /** What stands between ids is a word. An encoded slash parts nothing, and nobody can ask for a placeholder. */
    private static String word(String part) {
        return part.chars().allMatch(each -> each >= 'a' && each <= 'z') ? part : "?";
    }

    CompletableFuture<Reply> answer(Request request, String pattern, String[] path) throws IOException {
        Call call = access.call(request, "~");
        String id = path.length > 3 ? path[3] : "";
        String number = path.length > 5 ? path[5] : "";
        return switch (pattern) {
            case SYNC -> workflows.sync(call);
            case "POST /api/workflows" -> workflows.save(call);
            case "GET /api/workflows" -> workflows.list(call);
            case "GET /api/workflows/{id}" -> workflows.read(call, id);
            case "PATCH /api/workflows/{id}" -> workflows.change(call, id);
            case "DELETE /api/workflows/{id}" -> workflows.delete(call, id);
            case "GET /api/workflows/{id}/export" -> workflows.export(call, id);
            case "GET /api/workflows/{id}/versions" -> versions.list(call, id);
            case "POST /api/workflows/{id}/versions" -> versions.save(call, id);
            case "GET /api/workflows/{id}/versions/{n}" -> versions.read(call, id, number);
            case "POST /api/workflows/{id}/versions/{n}/rollback" -> versions.rollback(call, id, number);
            case "GET /api/projects" -> projects.list(call);
            case "POST /api/projects" -> projects.save(call);
            default -> throw new IllegalStateException("A route is described that is not there: " + pattern);
        };
    }

    /** One route has bodies of its own for what goes wrong. */
    static Reply shaped(@Nullable String route, Reply reply) {
        return SYNC.equals(route) && reply.status() >= 400 ? WorkflowRoutes.syncFailure(reply) : reply;
    }
}
