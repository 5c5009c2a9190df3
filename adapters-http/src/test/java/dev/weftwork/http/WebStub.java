package dev.weftwork.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A web server on this machine that answers, to each path, exactly the bytes that it was told. */
final class WebStub implements AutoCloseable {
    private final ServerSocket socket;
    private final Map<String, byte[]> answers = new ConcurrentHashMap<>();
    final List<String> asked = new CopyOnWriteArrayList<>();

    WebStub() throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    }

    WebStub(ServerSocket socket) {
        this.socket = socket;
        Thread thread = new Thread(this::serve, "web-stub");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return socket.getLocalPort();
    }

    WebStub answer(String path, String text) {
        answers.put(path, text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    WebStub page(String path, String mime, String body) {
        return answer(
                path,
                "HTTP/1.1 200 OK\r\nContent-Type: " + mime + "\r\nContent-Length: " + body.length() + "\r\n\r\n"
                        + body);
    }

    WebStub redirect(String path, String location) {
        return answer(path, "HTTP/1.1 302 Found\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n");
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
                String first = in.readLine();
                String host = "";
                for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                    host = line.startsWith("Host: ") ? line.substring(6) : host;
                }
                String path = first == null ? "" : first.split(" ", 3)[1];
                asked.add(host + path);
                client.getOutputStream().write(answers.getOrDefault(path, missing()));
            } catch (IOException e) {
                // the client went away, or the test is over
            }
        }
    }

    private static byte[] missing() {
        return "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
