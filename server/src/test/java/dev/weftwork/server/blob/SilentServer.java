package dev.weftwork.server.blob;

import dev.weftwork.server.S3Bucket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Lets everybody in and never says a word. */
public final class SilentServer implements AutoCloseable {
    private final ServerSocket socket;
    private final List<Socket> callers = new CopyOnWriteArrayList<>();

    private SilentServer(ServerSocket socket) {
        this.socket = socket;
    }

    /** {@return a server that begins to be silent} */
    public static SilentServer start() {
        try {
            SilentServer server = new SilentServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            Thread thread = new Thread(server::accept, "silent-server");
            thread.setDaemon(true);
            thread.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                callers.add(socket.accept());
            } catch (IOException e) {
                // it was closed
                break;
            }
        }
    }

    /** {@return a bucket where it is silent} */
    public S3Bucket bucket() {
        URI endpoint = URI.create("http://127.0.0.1:" + socket.getLocalPort());
        return new S3Bucket(endpoint, "us-east-1", "silent", "access-of-tests", "secret-of-tests");
    }

    @Override
    public void close() {
        try {
            socket.close();
            for (Socket caller : callers) {
                caller.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
