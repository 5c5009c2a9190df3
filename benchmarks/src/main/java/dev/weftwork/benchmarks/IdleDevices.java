package dev.weftwork.benchmarks;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Devices that listen and do nothing, in a JVM of their own. */
final class IdleDevices {
    private IdleDevices() {}

    /** Opens live channels and stays until the process is ended. */
    static void stay(URI server, int count) throws Exception {
        String cursor = cursor(server);
        List<Socket> open = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Socket socket = new Socket(server.getHost(), server.getPort());
            open.add(socket);
            BufferedReader in = ask(socket, "/live?after=" + cursor, "keep-alive");
            String line = in.readLine();
            while (!line.equals(": open")) {
                line = in.readLine();
            }
        }
        System.out.println("connected");
        while (!open.isEmpty()) {
            Thread.sleep(60_000);
        }
    }

    private static String cursor(URI server) throws Exception {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            String answer = "";
            // the answer is one line without an end, so it is only read when the connection is over
            BufferedReader in = ask(socket, "/ops?after=", "close");
            while (!answer.contains("\"cursor\"")) {
                answer = in.readLine();
            }
            int start = answer.indexOf("\"cursor\":\"") + 10;
            return answer.substring(start, answer.indexOf('"', start));
        }
    }

    private static BufferedReader ask(Socket socket, String what, String connection) throws Exception {
        String request = "GET /v1/workspaces/" + SyncSite.WORKSPACE + what + " HTTP/1.1\r\nHost: localhost\r\n"
                + "Authorization: Bearer " + SyncSite.TOKEN + "\r\nConnection: " + connection + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }
}
