package dev.weftwork.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A server that says what it was told to say, one answer for each connection; the last one again and again. */
final class StubServer implements AutoCloseable {
    private final ServerSocket listening;
    private final List<String> answers;
    private final List<String> requests = new ArrayList<>();
    private final List<Socket> open = new ArrayList<>();

    private StubServer(ServerSocket listening, List<String> answers) {
        this.listening = listening;
        this.answers = answers;
    }

    static StubServer saying(String... answers) {
        try {
            StubServer server =
                    new StubServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), List.of(answers));
            Thread thread = new Thread(server::accept, "stub-server");
            thread.setDaemon(true);
            thread.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String answer(String status, String headers, String body) {
        return "HTTP/1.1 " + status + "\r\n" + headers + "Connection: close\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort());
    }

    /** The heads of the requests that came in. */
    synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    private void accept() {
        for (int i = 0; !listening.isClosed(); i++) {
            try {
                serve(listening.accept(), answers.get(Math.min(i, answers.size() - 1)));
            } catch (IOException e) {
                // the client went away, or this was closed
                continue;
            }
        }
    }

    /** What is not a whole answer leaves the client waiting. */
    private void serve(Socket client, String answer) throws IOException {
        synchronized (this) {
            open.add(client);
        }
        String head = head(client.getInputStream());
        synchronized (this) {
            requests.add(head);
        }
        client.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
        client.getOutputStream().flush();
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("The client went away before it had asked");
            }
            head.append((char) next);
        }
        int length = head.toString()
                .lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
        in.readNBytes(length);
        return head.toString();
    }

    @Override
    public void close() {
        try {
            listening.close();
            synchronized (this) {
                for (Socket socket : open) {
                    socket.close();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
