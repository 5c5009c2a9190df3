package dev.weftwork.testkit;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** One request on its way through a {@link FaultProxy}. */
final class ProxiedRequest {
    private static final int MOST_HEADERS = 64 << 10;
    private static final long PAUSE_NANOS = 2_000_000;

    private final Socket client;
    private final URI server;
    private final Fault fault;
    private final BooleanSupplier over;

    ProxiedRequest(Socket client, URI server, Fault fault, BooleanSupplier over) {
        this.client = client;
        this.server = server;
        this.fault = fault;
        this.over = over;
    }

    void serve() throws IOException {
        byte[] request = request(client.getInputStream());
        switch (fault) {
            case CUT_REQUEST -> {
                // closing is all there is to it
            }
            case TOO_MANY -> say("429 Too Many Requests", "Retry-After: 0\r\n", "");
            case BUSY -> say("503 Service Unavailable", "Retry-After: 0\r\n", "");
            case BAD_GATEWAY -> say("502 Bad Gateway", "", "<html>The server is not there.</html>");
            case HALF_OPEN -> hold();
            case LOSE_ANSWER -> ask(request);
            case DUPLICATE -> {
                ask(request);
                pass(request);
            }
            default -> answerBadly(request);
        }
    }

    private void answerBadly(byte[] request) throws IOException {
        if (fault == Fault.NONE) {
            pass(request);
            return;
        }
        byte[] answer = ask(request);
        OutputStream out = client.getOutputStream();
        switch (fault) {
            case TRUNCATE_ANSWER -> out.write(answer, 0, answer.length - answer.length / 3 - 1);
            case SLOW_ANSWER -> writeSlowly(answer, out);
            default -> {
                LockSupport.parkNanos(PAUSE_NANOS * 10);
                out.write(answer);
            }
        }
    }

    private static void writeSlowly(byte[] answer, OutputStream out) throws IOException {
        int piece = Math.max(1, answer.length / 20);
        for (int at = 0; at < answer.length; at += piece) {
            out.write(answer, at, Math.min(piece, answer.length - at));
            out.flush();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void hold() {
        while (!over.getAsBoolean() && !client.isClosed()) {
            LockSupport.parkNanos(PAUSE_NANOS * 10);
        }
    }

    private void say(String status, String headers, String body) throws IOException {
        String text = "HTTP/1.1 " + status + "\r\n" + headers + "Connection: close\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private byte[] ask(byte[] request) throws IOException {
        try (Socket upstream = new Socket(server.getHost(), server.getPort())) {
            upstream.getOutputStream().write(request);
            return upstream.getInputStream().readAllBytes();
        }
    }

    private void pass(byte[] request) throws IOException {
        try (Socket upstream = new Socket(server.getHost(), server.getPort())) {
            upstream.getOutputStream().write(request);
            upstream.getInputStream().transferTo(client.getOutputStream());
        }
    }

    /** The whole request, made the last one on its connection. */
    private static byte[] request(InputStream in) throws IOException {
        StringBuilder headers = new StringBuilder();
        while (headers.indexOf("\r\n\r\n", Math.max(0, headers.length() - 4)) < 0) {
            int next = in.read();
            if (next < 0 || headers.length() > MOST_HEADERS) {
                throw new EOFException("No whole request came");
            }
            headers.append((char) next);
        }
        String text = headers.toString();
        byte[] body = in.readNBytes(length(text));
        String kept = text.substring(0, text.length() - 2).replaceAll("(?im)^connection:.*\r\n", "");
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write((kept + "Connection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
        whole.write(body);
        return whole.toByteArray();
    }

    private static int length(String headers) {
        return headers.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
    }
}
