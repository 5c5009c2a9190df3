package dev.weftwork.server;

import dev.weftwork.secret.SecretFields;
import dev.weftwork.server.blob.DirectoryBlobs;
import dev.weftwork.server.blob.S3Blobs;
import dev.weftwork.server.http.HttpService;
import dev.weftwork.server.sqlite.SqliteServerStorage;
import dev.weftwork.server.storage.BlobStorage;
import dev.weftwork.server.storage.ServerStorage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A running sync server. It keeps all its data in one directory, and one process at a time may use that directory.
 *
 * <p>Any thread may call. Closing answers whoever waits, finishes what is under way, and releases the directory.
 */
public final class SyncServer implements AutoCloseable {
    private final String host;
    private final ServerStorage storage;
    private final HttpService http;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final ServerMetrics metrics;

    private SyncServer(String host, ServerStorage storage, HttpService http, ServerMetrics metrics) {
        this.host = host;
        this.storage = storage;
        this.http = http;
        this.metrics = metrics;
    }

    /**
     * Starts describing a server.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Where the server listens.
     *
     * @return its address, with the port that it was given
     */
    public URI address() {
        String name = host.equals("0.0.0.0") ? "127.0.0.1" : host;
        return URI.create("http://" + (name.contains(":") ? "[" + name + "]" : name) + ":" + http.port());
    }

    /**
     * What the server counts.
     *
     * @return the counters
     */
    public ServerMetrics metrics() {
        return metrics;
    }

    /**
     * Removes history that is older than a time, at once instead of within the hour.
     *
     * @param retention the time
     * @throws IOException if the storage fails
     */
    public void forget(Duration retention) throws IOException {
        http.forgetNow(Builder.sensible("retention", retention));
    }

    /**
     * Removes binaries to which no living graph has referred for a time, at once instead of within the day. What is first
     * found unused now has its time before it.
     *
     * @param grace the time
     * @return how many bytes were removed
     * @throws IOException if a storage fails
     */
    public long collect(Duration grace) throws IOException {
        return http.collectNow(Builder.sensible("grace", grace));
    }

    /** Answers who waits, lets requests end for a while, and closes the storage. Closing twice does nothing. */
    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            http.close();
            storage.close();
        }
    }

    /** Describes a server. Confined to one thread. */
    public static final class Builder {
        private static final Duration LONGEST = Duration.ofDays(36_500);

        private @Nullable Path directory;
        private @Nullable Authenticator authenticator;
        private String host = "127.0.0.1";
        private int port;
        private double requestsPerSecond = 100;
        private Duration retention = Duration.ofDays(90);
        private Duration slowAfter = Duration.ofSeconds(1);
        private @Nullable Duration assetGrace;
        private Duration drain = Duration.ofSeconds(5);
        private Duration recheck = Duration.ofSeconds(30);
        private Quotas quotas = Quotas.USUAL;
        private SecretFields secretFields = SecretFields.NONE;
        private Clock clock = Clock.systemUTC();
        private @Nullable S3Bucket bucket;
        private boolean restored;

        private Builder() {}

        /**
         * Where all data is kept. Required.
         *
         * @param place a directory, made if need be
         * @return this
         */
        public Builder directory(Path place) {
            directory = Objects.requireNonNull(place, "A directory is needed; all data is kept in it");
            return this;
        }

        /**
         * Who may come in. Required.
         *
         * @param other tells who a token belongs to
         * @return this
         */
        public Builder authenticator(Authenticator other) {
            authenticator = Objects.requireNonNull(other, "An authenticator is needed; StaticTokens is the simplest");
            return this;
        }

        /**
         * Keeps finished binaries in a bucket; in the directory {@code blobs} otherwise.
         *
         * @param place the bucket
         * @return this
         */
        public Builder binaries(S3Bucket place) {
            bucket = Objects.requireNonNull(
                    place, "A bucket is needed; to keep binaries in the server's directory, do not call this");
            return this;
        }

        /**
         * The address to listen on; the loopback address otherwise.
         *
         * @param address a name or an address, {@code 0.0.0.0} for all
         * @return this
         */
        public Builder host(String address) {
            if (Objects.requireNonNull(address, "An address is needed; 127.0.0.1 is the usual one")
                    .isBlank()) {
                throw new IllegalArgumentException("The host must not be blank; 0.0.0.0 stands for all addresses");
            }
            host = address;
            return this;
        }

        /**
         * The port to listen on; any free one otherwise.
         *
         * @param number the port
         * @return this
         */
        public Builder port(int number) {
            if (number < 0 || number > 65_535) {
                throw new IllegalArgumentException(
                        "There is no port " + number + "; use 1 to 65535, or 0 for any that is free");
            }
            port = number;
            return this;
        }

        /**
         * How many requests one principal may make in the long run; a hundred otherwise. Ten times as many may come at
         * once.
         *
         * @param perSecond how many each second
         * @return this
         */
        public Builder requestsPerSecond(double perSecond) {
            if (!(perSecond > 0) || Double.isInfinite(perSecond)) {
                throw new IllegalArgumentException(
                        "A requestsPerSecond of " + perSecond + " makes no sense; use more than zero, such as 100");
            }
            requestsPerSecond = perSecond;
            return this;
        }

        /**
         * How much one workspace or one principal may take up; {@link Quotas#USUAL} otherwise.
         *
         * @param other the quotas
         * @return this
         */
        public Builder quotas(Quotas other) {
            quotas = Objects.requireNonNull(other, "Quotas are needed; Quotas.USUAL are the usual ones");
            return this;
        }

        /**
         * Which fields have to be encrypted when they come in; none otherwise. An operation that holds plaintext in one of
         * them is rejected and not kept. The server has no keys and reads none of them.
         *
         * @param fields the fields
         * @return this
         */
        public Builder secretFields(SecretFields fields) {
            secretFields = Objects.requireNonNull(fields, "Fields are needed; SecretFields.NONE are none");
            return this;
        }

        /**
         * How often the token of each live channel is checked again; every half minute otherwise. A channel ends without
         * that when the time of its token is over.
         *
         * @param time the time
         * @return this
         * @throws IllegalArgumentException if it is less than a millisecond
         */
        public Builder recheck(Duration time) {
            if (sensible("recheck", time).toMillis() < 1) {
                throw new IllegalArgumentException(
                        "A recheck of " + time + " is too often; give at least a millisecond");
            }
            recheck = time;
            return this;
        }

        /**
         * How long operations, losing values and deleted entities are kept; ninety days otherwise.
         *
         * @param time the time
         * @return this
         * @throws IllegalArgumentException if it is not above zero
         */
        public Builder retention(Duration time) {
            Objects.requireNonNull(time, "A retention is needed; ninety days are usual");
            if (time.isNegative() || time.isZero()) {
                throw new IllegalArgumentException(
                        "A retention of " + time + " would forget all; give a time above zero");
            }
            retention = sensible("retention", time);
            return this;
        }

        /**
         * How long a request may take; what takes longer is logged as a warning and counted. One second otherwise. Not
         * meant are requests that wait for news, and uploads.
         *
         * @param time the time
         * @return this
         */
        public Builder slowAfter(Duration time) {
            slowAfter = sensible("time", time);
            return this;
        }

        /**
         * How long a binary is kept to which no living graph refers; as long as the retention otherwise, since what was
         * deleted can be brought back for so long.
         *
         * @param time the time, counted from when it was first found unused
         * @return this
         */
        public Builder assetGrace(Duration time) {
            assetGrace = sensible("assetGrace", time);
            return this;
        }

        /**
         * How long closing waits for requests under way; five seconds otherwise.
         *
         * @param time the time
         * @return this
         */
        public Builder drain(Duration time) {
            drain = sensible("drain", time);
            return this;
        }

        /**
         * Says that the data was restored from a backup: every cursor from before is refused, and clients offer again what
         * the backup did not have. For one start, not for every one.
         *
         * @return this
         */
        public Builder restored() {
            restored = true;
            return this;
        }

        /**
         * The wall clock; the system's otherwise.
         *
         * @param other the clock
         * @return this
         */
        public Builder clock(Clock other) {
            clock = Objects.requireNonNull(other, "A clock is needed; to have the system's, do not call this");
            return this;
        }

        /**
         * Starts the server.
         *
         * @return the server, listening
         * @throws IOException if the directory cannot be used or the port cannot be had
         * @throws IllegalStateException if the directory or the authenticator is missing
         */
        public SyncServer start() throws IOException {
            Path place = required(directory, "directory");
            Authenticator entrance = required(authenticator, "authenticator");
            ServerMetrics metrics = new ServerMetrics();
            ServerStorage storage = SqliteServerStorage.at(place);
            try {
                if (restored) {
                    raiseEpochs(storage);
                }
                HttpService.Settings settings = new HttpService.Settings(
                        new HttpService.Listening(host, port),
                        new HttpService.Keeping(place, blobs(place)),
                        new HttpService.Entrance(entrance, requestsPerSecond, quotas, secretFields),
                        new HttpService.Times(
                                recheck, retention, slowAfter, assetGrace == null ? retention : assetGrace, drain),
                        clock::millis);
                return new SyncServer(host, storage, HttpService.start(settings, storage, metrics), metrics);
            } catch (IOException | RuntimeException e) {
                storage.close();
                throw e;
            }
        }

        private BlobStorage blobs(Path place) {
            return bucket == null ? DirectoryBlobs.at(place.resolve("blobs")) : S3Blobs.in(bucket, clock);
        }

        private static void raiseEpochs(ServerStorage storage) throws IOException {
            for (String workspace : storage.workspaces()) {
                storage.write(workspace, writer -> {
                            writer.raiseEpoch();
                            return writer.headPlace();
                        })
                        .join();
            }
        }

        private static Duration sensible(String name, Duration time) {
            Objects.requireNonNull(time, () -> "A " + name + " is needed");
            if (time.isNegative() || time.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("A " + name + " of " + time
                        + " makes no sense; use at least zero, and at most " + LONGEST.toDays() + " days");
            }
            return time;
        }

        private static <T> T required(@Nullable T value, String name) {
            if (value == null) {
                throw new IllegalStateException("Call " + name + "(…) before start()");
            }
            return value;
        }
    }
}
