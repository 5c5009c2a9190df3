package dev.weftwork.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A server that gives one byte of a binary at a time, however much is asked for, and each at once. */
final class StintingServer implements AutoCloseable {
    private static final String ASKED = "range: bytes=";

    private final ServerSocket listening;
    private final int size;

    private StintingServer(ServerSocket listening, int size) {
        this.listening = listening;
        this.size = size;
    }

    static StintingServer having(int size) {
        try {
            StintingServer server = new StintingServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), size);
            Thread thread = new Thread(server::serve, "stinting-server");
            thread.setDaemon(true);
            thread.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort());
    }

    private void serve() {
        while (!listening.isClosed()) {
            try (Socket client = listening.accept()) {
                client.setTcpNoDelay(true);
                serve(client);
            } catch (IOException e) {
                // the client went away, or this was closed
                continue;
            }
        }
    }

    private void serve(Socket client) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
        int from = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.toLowerCase(Locale.ROOT).startsWith(ASKED)) {
                from = Integer.parseInt(line.substring(ASKED.length(), line.length() - 1));
            } else if (line.isEmpty()) {
                String answer = "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes " + from + "-" + from + "/" + size
                        + "\r\nContent-Length: 1\r\n\r\nx";
                client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                client.getOutputStream().flush();
            }
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
