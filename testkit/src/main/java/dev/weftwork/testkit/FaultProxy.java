package dev.weftwork.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Stands between a client and an HTTP server and does it harm: each request meets a fault that a seed chooses. It carries
 * one request for each connection, so the order of faults is the order in which connections come in. Streams of events
 * pass through as they come.
 *
 * <p>Thread-safe. Its threads are daemons that end with it.
 */
public final class FaultProxy implements AutoCloseable {
    private final ServerSocket listening;
    private final Supplier<URI> server;
    private final Random random;
    private final List<Fault> faults;
    private final Map<Fault, Integer> counts = new EnumMap<>(Fault.class);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean healed;

    private FaultProxy(ServerSocket listening, Supplier<URI> server, long seed, List<Fault> faults) {
        this.listening = listening;
        this.server = server;
        this.random = new Random(seed);
        this.faults = List.copyOf(faults);
    }

    /**
     * Starts a proxy on a port of its own.
     *
     * @param server where to
     * @param seed decides which request meets which fault
     * @param faults the faults to choose from; one that is listed twice is twice as likely
     * @return the proxy
     */
    public static FaultProxy to(URI server, long seed, List<Fault> faults) {
        return to(() -> server, seed, faults);
    }

    /**
     * Starts a proxy on a port of its own, before a server that may die and come back on another.
     *
     * @param server where to, asked for each request by many threads
     * @param seed decides which request meets which fault
     * @param faults what there is to choose from; one that is named twice is twice as likely
     * @return the proxy
     */
    public static FaultProxy to(Supplier<URI> server, long seed, List<Fault> faults) {
        try {
            ServerSocket listening = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
            FaultProxy proxy = new FaultProxy(listening, server, seed, faults);
            start("fault-proxy", proxy::accept);
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

    /** Does no harm from now on. Connections that were left half open close. */
    public void heal() {
        healed = true;
        closeAll();
    }

    /**
     * How often each fault was met.
     *
     * @return a copy of the counts
     */
    public Map<Fault, Integer> counts() {
        synchronized (counts) {
            return Map.copyOf(counts);
        }
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Fault fault = next();
                open.add(client);
                start("fault-proxy-connection", () -> serve(client, fault));
            } catch (IOException e) {
                // the proxy was closed
                return;
            }
        }
    }

    private Fault next() {
        synchronized (counts) {
            Fault fault = healed || faults.isEmpty() ? Fault.NONE : faults.get(random.nextInt(faults.size()));
            counts.merge(fault, 1, Integer::sum);
            return fault;
        }
    }

    private void serve(Socket client, Fault fault) {
        try (client) {
            new ProxiedRequest(client, server.get(), fault, () -> healed || listening.isClosed()).serve();
        } catch (IOException e) {
            // one side went away, which is what this is about
        } finally {
            open.remove(client);
        }
    }

    private void closeAll() {
        for (Socket socket : open) {
            try {
                socket.close();
            } catch (IOException e) {
                // it is closed then
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
        closeAll();
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
