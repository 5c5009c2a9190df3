package dev.weftwork.server.http;

import dev.weftwork.secret.SecretAdmission;
import dev.weftwork.secret.SecretFields;
import dev.weftwork.server.Authenticator;
import dev.weftwork.server.Quotas;
import dev.weftwork.server.ServerMetrics;
import dev.weftwork.server.blob.Binaries;
import dev.weftwork.server.storage.BlobStorage;
import dev.weftwork.server.storage.ServerStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running HTTP side of a server. */
public final class HttpService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("dev.weftwork.server");
    /** Binaries come in with as few calls of the system as that; a connection that waits holds no buffer. */
    private static final int INPUT = 64 << 10;

    /** However small the quota is, snapshots can be made. */
    private static final long LEAST_FOR_PARTS = 64 << 20;

    private static final Duration IDLE = Duration.ofSeconds(40);
    /** A channel whose client went away is found out by its second heartbeat. */
    private static final Duration CHANNEL_PAUSE = Duration.ofSeconds(40);

    private static final Duration WAITING_PAUSE = Duration.ofSeconds(5);

    /** How long a workflow is left alone before its document is written anew for those who look with SQL. */
    private static final Duration REST = Duration.ofSeconds(1);

    private final Server jetty;
    private final ServerConnector connector;
    private final Waiters waiters;
    private final Workspaces workspaces;
    private final UploadRoutes uploads;
    private final Collecting collecting;
    private final ScheduledThreadPoolExecutor timer;

    /**
     * What a server is asked to do.
     *
     * @param listening where it listens
     * @param keeping where it keeps what is no operation
     * @param entrance who may come in, and with how much
     * @param times how long it waits for what
     * @param wallMillis the wall clock
     */
    public record Settings(
            Listening listening, Keeping keeping, Entrance entrance, Times times, LongSupplier wallMillis) {}

    /**
     * Where a server listens.
     *
     * @param host the address
     * @param port the port, zero for any
     */
    public record Listening(String host, int port) {}

    /**
     * Where a server keeps what is no operation.
     *
     * @param directory where parts of snapshots and unfinished uploads go
     * @param blobs where binaries go
     */
    public record Keeping(Path directory, BlobStorage blobs) {}

    /**
     * Who may come in, and with how much.
     *
     * @param authenticator tells who somebody is
     * @param requestsPerSecond how many requests a principal may make, in the long run
     * @param quotas how much a workspace or a principal may take up
     * @param secretFields what has to be encrypted when it comes in
     */
    public record Entrance(
            Authenticator authenticator, double requestsPerSecond, Quotas quotas, SecretFields secretFields) {}

    /**
     * How long a server waits for what.
     *
     * @param recheck how often the token of a live channel is looked at
     * @param retention how long history is kept
     * @param slowAfter what takes longer than this is logged and counted as slow
     * @param assetGrace how long a binary is kept to which nobody refers
     * @param drain how long to wait for requests when closing
     */
    public record Times(
            Duration recheck, Duration retention, Duration slowAfter, Duration assetGrace, Duration drain) {}

    private HttpService(
            Server jetty,
            ServerConnector connector,
            Waiters waiters,
            Workspaces workspaces,
            UploadRoutes uploads,
            Collecting collecting,
            ScheduledThreadPoolExecutor timer) {
        this.jetty = jetty;
        this.connector = connector;
        this.waiters = waiters;
        this.workspaces = workspaces;
        this.uploads = uploads;
        this.collecting = collecting;
        this.timer = timer;
    }

    /**
     * Starts serving.
     *
     * @param settings what is asked for
     * @param storage where the workspaces are
     * @param metrics counts what happens
     * @return the running service
     * @throws IOException if the port cannot be had
     */
    public static HttpService start(Settings settings, ServerStorage storage, ServerMetrics metrics)
            throws IOException {
        QueuedThreadPool threads = new QueuedThreadPool(64, 4);
        threads.setName("weftwork-server");
        Server jetty = new Server(threads);
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = Executors.defaultThreadFactory().newThread(task);
            thread.setName("weftwork-server-timer");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        // however it is used, there is one heap
        ByteBudget heap = ByteBudget.ofHeap();
        Waiters waiters = new Waiters(threads);
        AdmissionClock clock = new AdmissionClock(settings.wallMillis, System::nanoTime);
        Binaries binaries = new Binaries(
                settings.keeping.blobs, settings.keeping.directory.resolve("uploads"), threads, settings.wallMillis);
        Workspaces workspaces = new Workspaces(
                storage,
                clock,
                waiters,
                metrics,
                new StorageQuota(settings.entrance.quotas.storageBytes()),
                binaries,
                SecretAdmission.refusing(settings.entrance.secretFields),
                new EntityBound(Bodies.mostOfOp(heap)),
                threads);
        UploadRoutes uploads = new UploadRoutes(binaries, workspaces, threads);
        Collecting collecting = new Collecting(storage, binaries, List.of(new GraphMentions(heap)));
        ServerConnector connector = connector(jetty, settings);
        HttpService service = new HttpService(jetty, connector, waiters, workspaces, uploads, collecting, timer);
        jetty.addConnector(connector);
        Readings readings = new Readings(heap);
        jetty.setHandler(service.api(settings, metrics, threads, readings));
        jetty.setErrorHandler(new EarlyRefusal());
        jetty.setStopTimeout(settings.times.drain.toMillis());
        service.start(settings, readings);
        return service;
    }

    private static ServerConnector connector(Server jetty, Settings settings) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(true);
        http.setRequestHeaderSize(16 << 10);
        http.setUriCompliance(PathSegments.COMPLIANCE);
        HttpConnectionFactory connections = new HttpConnectionFactory(http);
        connections.setInputBufferSize(INPUT);
        ServerConnector connector = new ServerConnector(jetty, connections);
        connector.setHost(settings.listening.host);
        connector.setPort(settings.listening.port);
        connector.setIdleTimeout(IDLE.toMillis());
        // when closing, connections on which nothing is under way are not waited for
        connector.setShutdownIdleTimeout(50);
        return connector;
    }

    private Api api(Settings settings, ServerMetrics metrics, QueuedThreadPool threads, Readings readings) {
        RateLimiter limiter = new RateLimiter(
                settings.entrance.requestsPerSecond, settings.entrance.requestsPerSecond * 10, System::nanoTime);
        PartFiles parts = new PartFiles(
                settings.keeping.directory.resolve("snapshots"),
                settings.wallMillis,
                mostOfParts(settings.entrance.quotas.storageBytes()));
        Access access = new Access(workspaces.serverId(), settings.entrance.authenticator, limiter);
        Quotas quotas = settings.entrance.quotas;
        Places channels = new Places(quotas.channels(), "channel-quota", "live channels", CHANNEL_PAUSE);
        Places waiting = new Places(quotas.waiting(), "waiting-quota", "waiting pulls", WAITING_PAUSE);
        Bodies bodies = new Bodies(threads, timer, readings.budget(), Pace.USUAL);
        return new Api(new Api.Parts(
                access,
                new SyncRoutes(workspaces, bodies, threads, timer, waiting, readings),
                new SnapshotRoutes(workspaces, parts, new Snapshots(workspaces, parts, metrics, readings)),
                new HistoryRoute(workspaces, readings),
                new LiveRoute(workspaces, access, channels, settings.times.recheck, readings, threads, timer),
                new FrameRoute(waiters, bodies),
                new BlobRoutes(uploads, bodies),
                new RestRoutes(
                        access,
                        new WorkflowRoutes(
                                workspaces,
                                bodies,
                                threads,
                                settings.entrance.secretFields,
                                new Lines(threads),
                                readings),
                        new ProjectRoutes(workspaces, bodies),
                        new VersionRoutes(workspaces, bodies, threads, Openings.sharing(readings.budget()))),
                LargeReplies.usual(timer),
                metrics,
                waiters,
                workspaces::ready,
                settings.times.slowAfter.toNanos()));
    }

    private static long mostOfParts(long storageBytes) {
        return storageBytes > Long.MAX_VALUE / 4 ? Long.MAX_VALUE : 2 * storageBytes + LEAST_FOR_PARTS;
    }

    private void start(Settings settings, Readings readings) throws IOException {
        try {
            workspaces.guard(settings.entrance.secretFields);
            workspaces.suspectAll();
            listen(settings.listening);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
        schedule(settings, readings);
    }

    private void listen(Listening listening) throws IOException {
        try {
            jetty.start();
        } catch (Exception e) {
            throw new IOException(
                    "Cannot listen on " + listening.host + ":" + listening.port + ": " + e.getMessage(), e);
        }
    }

    private void schedule(Settings settings, Readings readings) {
        Future<?> unused = timer.scheduleWithFixedDelay(
                new Alone(jetty.getThreadPool(), () -> forget(settings.times.retention)), 1, 60, TimeUnit.MINUTES);
        // listing a large bucket takes long and costs money
        unused = timer.scheduleWithFixedDelay(() -> collect(settings), 2, 24 * 60, TimeUnit.MINUTES);
        // however long documents take that are written anew, one thread has to do with them
        Refreshing refreshing = new Refreshing(workspaces, readings, REST);
        Runnable refresh = new Alone(jetty.getThreadPool(), () -> refresh(refreshing));
        unused = timer.scheduleWithFixedDelay(refresh, 1, 1, TimeUnit.SECONDS);
    }

    private static void refresh(Refreshing refreshing) {
        try {
            refreshing.run();
        } catch (IOException | RuntimeException e) {
            LOG.atDebug().setCause(e).log("Documents could not be written anew; it will be tried again");
        }
    }

    private void collect(Settings settings) {
        jetty.getThreadPool().execute(() -> {
            try {
                long unused = collectNow(settings.times.assetGrace);
            } catch (IOException | RuntimeException e) {
                LOG.atWarn().setCause(e).log("Unused binaries could not be removed; it will be tried again tomorrow");
            }
        });
    }

    /**
     * Removes binaries to which nobody has referred for a time, at once.
     *
     * @param grace the time
     * @return how many bytes were removed
     * @throws IOException if a storage fails
     */
    public long collectNow(Duration grace) throws IOException {
        return collecting.run(workspaces.shownMillis(), grace);
    }

    private void forget(Duration retention) {
        try {
            forgetNow(retention);
        } catch (IOException | RuntimeException e) {
            LOG.atWarn().setCause(e).log("Old history could not be removed; it will be tried again in an hour");
        }
    }

    /**
     * Removes what is older than a time, and uploads that nobody goes on with, at once.
     *
     * @param retention the time
     * @throws IOException if the storage fails
     */
    public void forgetNow(Duration retention) throws IOException {
        workspaces.forget(retention);
        uploads.expire();
    }

    /**
     * Where the service listens.
     *
     * @return the port
     */
    public int port() {
        return connector.getLocalPort();
    }

    /** Answers whoever waits, finishes what is under way within the drain time, and stops. */
    @Override
    public void close() {
        waiters.drain();
        try {
            jetty.stop();
        } catch (Exception e) {
            LOG.atWarn().log("Some requests did not end within the drain time and were cut off: {}", e.toString());
        }
        timer.shutdownNow();
        uploads.close();
    }
}
