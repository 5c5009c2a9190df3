package dev.weftwork.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands between a client and a server, passes bytes on as they come, and cuts the connection each time that so and so many
 * have passed: for transfers that are longer than a {@link FaultProxy} keeps in memory. It counts what it was handed,
 * also what was under way when it cut.
 *
 * <p>Thread-safe. Its threads are daemons that end with it.
 */
public final class CuttingProxy implements AutoCloseable {
    /** Little is under way at a cut, as on a network whose delay is short. */
    private static final int BUFFER = 16 << 10;

    private final ServerSocket listening;
    private final URI server;
    private final long every;
    private final int times;
    private final AtomicLong up = new AtomicLong();
    private final AtomicLong down = new AtomicLong();
    private final AtomicLong spilt = new AtomicLong();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private long passed;
    private int cuts;

    private CuttingProxy(ServerSocket listening, URI server, long every, int times) {
        this.listening = listening;
        this.server = server;
        this.every = every;
        this.times = times;
    }

    /**
     * Starts a proxy on a port of its own.
     *
     * @param server where to
     * @param every after how many bytes, in both directions together, a connection is cut
     * @param times how often; after that no more
     * @return the proxy
     */
    public static CuttingProxy to(URI server, long every, int times) {
        try {
            ServerSocket listening = new ServerSocket();
            listening.setReceiveBufferSize(BUFFER);
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
            CuttingProxy proxy = new CuttingProxy(listening, server, every, times);
            start("cutting-proxy", proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Where the proxy listens.
     *
     * @return what to give to a client as the server's address
     */
    public URI address() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort());
    }

    /**
     * How many bytes came from clients, headers included.
     *
     * @return the bytes
     */
    public long up() {
        return up.get();
    }

    /**
     * How many bytes came from the server, headers included.
     *
     * @return the bytes
     */
    public long down() {
        return down.get();
    }

    /**
     * How many of all those bytes a cut found here, on their way: whoever they were for cannot have had them.
     *
     * @return the bytes
     */
    public long spilt() {
        return spilt.get();
    }

    /**
     * How often a connection was cut.
     *
     * @return the number
     */
    public synchronized int cuts() {
        return cuts;
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                client.setSendBufferSize(BUFFER);
                Socket upstream = new Socket();
                upstream.setReceiveBufferSize(BUFFER);
                upstream.setSendBufferSize(BUFFER);
                upstream.connect(new InetSocketAddress(server.getHost(), server.getPort()));
                open.add(client);
                open.add(upstream);
                start("cutting-proxy-up", () -> pass(client, upstream, up));
                start("cutting-proxy-down", () -> pass(upstream, client, down));
            } catch (IOException e) {
                // the proxy was closed, or there is no server any more
                return;
            }
        }
    }

    private void pass(Socket from, Socket to, AtomicLong count) {
        byte[] piece = new byte[BUFFER / 4];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int got = in.read(piece); got >= 0; got = in.read(piece)) {
                count.addAndGet(got);
                out.write(piece, 0, got);
                if (isDue(got)) {
                    int underWay = in.available();
                    count.addAndGet(underWay);
                    spilt.addAndGet(underWay);
                    break;
                }
            }
        } catch (IOException e) {
            // one side went away, and takes the other with it
            closeQuietly(from);
        }
        closeQuietly(from);
        closeQuietly(to);
    }

    private synchronized boolean isDue(int got) {
        passed += got;
        boolean due = cuts < times && passed >= every * (cuts + 1);
        cuts += due ? 1 : 0;
        return due;
    }

    private void closeQuietly(Closeable side) {
        try {
            side.close();
        } catch (IOException e) {
            // it is closed then
            return;
        }
    }

    @Override
    public void close() {
        closeQuietly(listening);
        open.forEach(this::closeQuietly);
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
