package dev.weftwork.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

/** Passes bytes on to a server and back, and counts them: what a wire would carry, without the frames below TCP. */
final class Meter implements AutoCloseable {
    private final ServerSocket door;
    private final URI server;
    private final LongAdder up = new LongAdder();
    private final LongAdder down = new LongAdder();
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final List<Closeable> open = new CopyOnWriteArrayList<>();

    private Meter(ServerSocket door, URI server) {
        this.door = door;
        this.server = server;
    }

    static Meter to(URI server) throws IOException {
        Meter meter = new Meter(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), server);
        meter.daemon(meter::accept);
        return meter;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + door.getLocalPort() + server.getRawPath());
    }

    long up() {
        return up.sum();
    }

    long down() {
        return down.sum();
    }

    /** Counts from zero again. */
    void reset() {
        up.reset();
        down.reset();
        synchronized (sent) {
            sent.reset();
        }
    }

    /** What clients sent since the last reset. */
    byte[] sent() {
        synchronized (sent) {
            return sent.toByteArray();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = door.accept();
                Socket way = new Socket(server.getHost(), server.getPort());
                client.setTcpNoDelay(true);
                way.setTcpNoDelay(true);
                open.add(client);
                open.add(way);
                daemon(() -> pass(client, way, true));
                daemon(() -> pass(way, client, false));
            }
        } catch (IOException e) {
            // closed
            return;
        }
    }

    private void pass(Socket from, Socket to, boolean isUp) {
        byte[] buffer = new byte[1 << 16];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                (isUp ? up : down).add(n);
                if (isUp) {
                    synchronized (sent) {
                        sent.write(buffer, 0, n);
                    }
                }
                out.write(buffer, 0, n);
            }
        } catch (IOException e) {
            // one side has gone, so the other goes too
            return;
        }
    }

    private void daemon(Runnable task) {
        Thread thread = new Thread(task, "meter");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (Closeable each : open) {
            each.close();
        }
    }
}
