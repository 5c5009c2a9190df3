package dev.weftwork.server;

import dev.weftwork.graph.Json;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A route as the server describes it. Tests take their routes from the description, so that none can be forgotten.
 *
 * @param method the method
 * @param path the path with its placeholders
 * @param operation what else the description says
 */
record Route(String method, String path, Json operation) {
    static List<Route> all(Site site) {
        List<Route> routes = new ArrayList<>();
        Json.parse(site.as("").get("/openapi.json").body())
                .get("paths")
                .toMap()
                .forEach((path, methods) -> methods.toMap()
                        .forEach((method, operation) ->
                                routes.add(new Route(method.toUpperCase(Locale.ROOT), path, operation))));
        return routes;
    }

    /** Those of a workspace. */
    static List<Route> ofWorkspaces(Site site) {
        return all(site).stream()
                .filter(route -> route.path.contains("{workspace}"))
                .toList();
    }

    boolean isOpen() {
        return operation.get("security").elements().isEmpty();
    }

    /** Calls it with a body that asks for nothing. */
    HttpResponse<String> call(Http client, String workspace) {
        return call(client, workspace, "");
    }

    HttpResponse<String> call(Http client, String workspace, String query) {
        String real = path.replace("{workspace}", workspace).replaceAll("\\{[a-z]+}", "0".repeat(64));
        return client.send(client.request(real + query)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        List.of("GET", "HEAD").contains(method)
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofString("{\"ops\":[]}")));
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
