package dev.weftwork.http;

import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The JDK's clients of one remote, which share no connections. Thread-safe. */
final class Clients {
    private static final Duration CONNECT_TIME = Duration.ofSeconds(10);

    private final @Nullable ProxySelector proxy;
    private final @Nullable SSLContext ssl;
    private final HttpClient usual;
    private @Nullable HttpClient downloads;

    /**
     * Makes the usual one.
     *
     * @param work runs what takes in answers
     * @param proxy finds the way, or null for the JDK's own choice
     * @param ssl whom to trust, or null for the JDK's own choice
     */
    Clients(Executor work, @Nullable ProxySelector proxy, @Nullable SSLContext ssl) {
        this.proxy = proxy;
        this.ssl = ssl;
        usual = client(work);
    }

    /** Any thread of the executor takes in what comes. */
    HttpClient usual() {
        return usual;
    }

    /**
     * What comes is taken in by the thread that reads from the network, so nothing there may wait. The usual one wakes another
     * thread for every 16 to 48 KiB, and reads on when that thread has woken it; a long answer costs half as much again
     * that way.
     */
    synchronized HttpClient downloads() {
        HttpClient made = downloads;
        if (made == null) {
            made = client(Runnable::run);
            downloads = made;
        }
        return made;
    }

    private HttpClient client(Executor executor) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIME)
                .executor(executor);
        if (proxy != null) {
            builder.proxy(proxy);
        }
        if (ssl != null) {
            builder.sslContext(ssl);
        }
        return builder.build();
    }
}
