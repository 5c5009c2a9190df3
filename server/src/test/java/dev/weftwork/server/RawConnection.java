package dev.weftwork.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One connection on which requests follow each other. It knows so little of HTTP that it takes hardly any time, and never
 * tidies up what it is told to send. If the server closes it, it opens again.
 */
final class RawConnection implements AutoCloseable {
    private final URI server;
    private final String token;
    private Socket socket;
    private InputStream in;
    private boolean fresh;

    /** What came back. */
    record Answer(int status, String body) {}

    RawConnection(URI server, String token) {
        this.server = server;
        this.token = token;
        open();
    }

    private void open() {
        try {
            socket = new Socket(server.getHost(), server.getPort());
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(180_000);
            in = new BufferedInputStream(socket.getInputStream());
            fresh = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void send(HostileRequests.Made made) {
        byte[] request = bytes(made);
        if (!write(request)) {
            open();
            write(request);
        }
        fresh = false;
    }

    private boolean write(byte[] request) {
        try {
            socket.getOutputStream().write(request);
            return true;
        } catch (IOException e) {
            if (fresh) {
                throw new UncheckedIOException(e);
            }
            return false;
        }
    }

    private byte[] bytes(HostileRequests.Made made) {
        byte[] plain = made.body().getBytes(StandardCharsets.UTF_8);
        byte[] body = made.packed() ? Http.gzip(plain) : plain;
        StringBuilder head = new StringBuilder(256)
                .append(made.method() + " " + made.path() + " HTTP/1.1\r\nHost: weftwork\r\n")
                .append("Authorization: Bearer " + token + "\r\n");
        if (!made.method().equals("GET")) {
            head.append("Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n");
        }
        if (made.packed()) {
            head.append("Content-Encoding: gzip\r\n");
        }
        ByteArrayOutputStream request = new ByteArrayOutputStream(head.length() + body.length);
        request.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        if (!made.method().equals("GET")) {
            request.writeBytes(body);
        }
        return request.toByteArray();
    }

    Answer receive() {
        try {
            int status = Integer.parseInt(line().substring(9, 12));
            int length = 0;
            boolean last = false;
            for (String line = line(); !line.isEmpty(); line = line()) {
                String lower = line.toLowerCase(Locale.ROOT);
                if (lower.startsWith("content-length: ")) {
                    length = Integer.parseInt(line.substring(16));
                }
                last |= lower.equals("connection: close");
            }
            String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
            if (last) {
                socket.close();
                open();
            }
            return new Answer(status, body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("The server closed the connection instead of answering");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
