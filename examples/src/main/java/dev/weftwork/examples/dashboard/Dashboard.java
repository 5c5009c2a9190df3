package dev.weftwork.examples.dashboard;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.weftwork.graph.Json;
import dev.weftwork.metrics.Alert;
import dev.weftwork.store.Store;
import dev.weftwork.store.Subscription;
import dev.weftwork.sync.SyncEngine;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A page that shows how a store syncs and lets its user step in: connection, figures, settings, refused operations, open
 * conflicts and what happened last. It listens on this machine only, below a path that nobody can guess: who knows the
 * address may use it. It sees the store and its engine through their public API and keeps neither open.
 *
 * <p>Each open page takes up one thread. Thread-safe.
 */
public final class Dashboard implements AutoCloseable {
    /** How old what a page shows may be. */
    private static final long GLANCE_MILLIS = 1_000;

    private static final int MOST_BYTES = 64 << 10;
    private static final Map<String, String> TYPES = Map.of(
            "html",
            "text/html; charset=utf-8",
            "js",
            "text/javascript; charset=utf-8",
            "css",
            "text/css; charset=utf-8");

    private final Happenings happenings = new Happenings(InstantSource.system());
    private final ExecutorService threads = Executors.newCachedThreadPool(Dashboard::thread);
    private final String path = "/" + unguessable() + "/";
    private final Figures figures;
    private final Commands commands;
    private final Subscription subscription;
    private final HttpServer server;

    private Dashboard(Store store, SyncEngine engine, int port) throws IOException {
        figures = new Figures(store, engine, happenings);
        commands = new Commands(store, engine);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        subscription = engine.observe(happenings);
    }

    private static String unguessable() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "dashboard");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Opens a dashboard.
     *
     * @param store what is shown
     * @param engine what syncs it
     * @param port where to listen, or 0 for any free port
     * @return a dashboard that can be looked at
     * @throws IOException if the port is taken
     */
    public static Dashboard open(Store store, SyncEngine engine, int port) throws IOException {
        Dashboard dashboard = new Dashboard(store, engine, port);
        dashboard.server.start();
        return dashboard;
    }

    /**
     * Where to look.
     *
     * @return the address of the page; whoever has it may use the page
     */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    /**
     * Shows an alert among what happened; give this to {@code Alerts.of}.
     *
     * @param alert what to show
     */
    public void show(Alert alert) {
        happenings.alert(alert);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String asked = exchange.getRequestURI().getPath();
            if (!asked.startsWith(path)) {
                send(exchange, 404, "html", "There is nothing here; the page has an address of its own");
                return;
            }
            String name = asked.substring(path.length());
            switch (exchange.getRequestMethod()) {
                case "GET" -> get(exchange, name);
                case "POST" -> post(exchange, name);
                default -> send(exchange, 405, "html", "Only GET and POST are understood here");
            }
        } catch (InterruptedException e) {
            // the dashboard is being closed; who asked sees the connection end
            Thread.currentThread().interrupt();
        }
    }

    private void get(HttpExchange exchange, String name) throws IOException, InterruptedException {
        switch (name) {
            case "" -> sendFile(exchange, "dashboard.html");
            case "dashboard.js", "dashboard.css" -> sendFile(exchange, name);
            case "figures" -> {
                long revision = happenings.awaitOtherThan(seen(exchange), GLANCE_MILLIS);
                sendJson(exchange, 200, figures.json(revision));
            }
            default -> send(exchange, 404, "html", "There is no page of that name");
        }
    }

    private static long seen(HttpExchange exchange) {
        String query = exchange.getRequestURI().getQuery();
        return query != null && query.matches("seen=[0-9]{1,18}") ? Long.parseLong(query.substring(5)) : -1;
    }

    private void post(HttpExchange exchange, String name) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES);
        try {
            Json with = Json.parse(body.length == 0 ? "{}" : new String(body, StandardCharsets.UTF_8));
            Optional<String> told = commands.run(name, with);
            sendJson(exchange, told.isPresent() ? 200 : 404, message(told.orElse("There is no such command")));
        } catch (IllegalArgumentException e) {
            sendJson(exchange, 400, message(String.valueOf(e.getMessage())));
        } catch (IllegalStateException e) {
            sendJson(exchange, 409, message(String.valueOf(e.getMessage())));
        }
        happenings.changed();
    }

    private static Json message(String text) {
        return Json.of(Map.of("message", text));
    }

    private static void sendFile(HttpExchange exchange, String name) throws IOException {
        try (InputStream file = Dashboard.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IOException(name + " is missing among the classes; build the project anew");
            }
            String type = name.substring(name.indexOf('.') + 1);
            send(exchange, 200, type, new String(file.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static void sendJson(HttpExchange exchange, int status, Json json) throws IOException {
        send(exchange, status, "json", json.text());
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", TYPES.getOrDefault(type, "application/json"));
        headers.set("Cache-Control", "no-store");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
        headers.set(
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** Ends the page. Store and engine go on. */
    @Override
    public void close() {
        subscription.close();
        server.stop(0);
        threads.shutdownNow();
    }
}
