package dev.weftwork.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.secret.SecretAdmission;
import dev.weftwork.secret.SecretFields;
import dev.weftwork.server.Principal;
import dev.weftwork.server.Role;
import dev.weftwork.server.ServerMetrics;
import dev.weftwork.server.StaticTokens;
import dev.weftwork.server.blob.Binaries;
import dev.weftwork.server.blob.DirectoryBlobs;
import dev.weftwork.server.sqlite.SqliteServerStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a live channel does at moments that no client can bring about at will. */
@Timeout(60)
final class LiveStreamTest {
    private static final String GET = "GET /v1/workspaces/studio/live HTTP/1.1\r\nHost: weftwork\r\n"
            + "Authorization: Bearer ada-may-write-0123456789\r\nConnection: close\r\n\r\n";

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    /** What a pool would have written into a log. */
    private final List<RuntimeException> thrown = new ArrayList<>();

    private final Executor executor = task -> {
        try {
            task.run();
        } catch (RuntimeException e) {
            thrown.add(e);
        }
    };
    private final Waiters waiters = new Waiters(executor);
    private final Places places = new Places(1, "channel-quota", "live channels", Duration.ofSeconds(1));

    @TempDir
    private Path directory;

    /** A channel whose connection ended after somebody looked whether it is open: Jetty throws then. */
    private static final class Torn extends Response.Wrapper {
        private boolean torn;

        Torn(Request request, Response response) {
            super(request, response);
        }

        @Override
        public void write(boolean last, ByteBuffer content, Callback callback) {
            if (torn) {
                throw new NullPointerException("There is no connection any more");
            }
            callback.succeeded();
        }
    }

    @Test
    void aChannelWhoseWriteThrowsGivesItsPlaceBackAndIsNotToldAnyMore() throws Exception {
        List<Integer> waiting = new ArrayList<>();
        try (SqliteServerStorage storage = SqliteServerStorage.at(directory)) {
            LiveRoute route = route(storage);
            serve((request, response, callback) -> {
                Torn channel = new Torn(request, response);
                route.open(route.access().call(request, "studio"), channel, callback);
                waiting.add(waiters.count());
                channel.torn = true;
                waiters.drain();
                waiting.add(waiters.count());
            });
        } finally {
            timer.shutdownNow();
        }

        assertThat(waiting).as("channels before and after").containsExactly(1, 0);
        assertThat(thrown).isEmpty();
        assertThat(timer.getQueue()).as("heartbeats").isEmpty();
        places.take("ada");
    }

    private LiveRoute route(SqliteServerStorage storage) {
        timer.setRemoveOnCancelPolicy(true);
        Access access = new Access(
                new StaticTokens().add("ada-may-write-0123456789", Principal.of("ada", "studio", Role.EDITOR)),
                new RateLimiter(100, 100, System::nanoTime));
        Workspaces workspaces = new Workspaces(
                storage,
                new AdmissionClock(() -> 1_000, () -> 0),
                waiters,
                new ServerMetrics(),
                new StorageQuota(1 << 20),
                new Binaries(DirectoryBlobs.at(directory), directory.resolve("uploads"), executor, () -> 1_000),
                SecretAdmission.refusing(SecretFields.NONE),
                executor);
        return new LiveRoute(workspaces, access, places, Duration.ofDays(1), executor, timer);
    }

    /** Does something within one request. */
    @FunctionalInterface
    private interface Serving {
        void serve(Request request, Response response, Callback callback) throws IOException;
    }

    private static void serve(Serving serving) throws Exception {
        Server jetty = new Server();
        LocalConnector connector = new LocalConnector(jetty);
        jetty.addConnector(connector);
        jetty.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws IOException {
                serving.serve(request, response, callback);
                return true;
            }
        });
        jetty.start();
        try {
            connector.getResponse(GET);
        } finally {
            jetty.stop();
        }
    }
}
