package dev.weftwork.http;

import dev.weftwork.spi.FetchRefusedException;
import dev.weftwork.spi.FetchRefusedException.Reason;
import dev.weftwork.spi.UrlFetcher;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import javax.net.ssl.SSLSocketFactory;

/**
 * Fetches assets from hosts that its owner named, and from nowhere else.
 *
 * <p>Each address, and each one that it redirects to, has to be of an allowed host, and every address that its name stands
 * for has to be of the public Internet: not of this machine, of the network that it stands in, or of nobody. The connection
 * goes to the very address that was looked at, so a name that stands for another one a moment later gains nothing.
 *
 * <p>Speaks HTTP/1.1 without proxies, cookies or credentials. Immutable; safe for use by many threads.
 */
public final class HttpFetcher implements UrlFetcher {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private final Settings settings;

    /** All that can be set, and what tests put in the place of the world. */
    record Settings(
            AllowedHosts hosts,
            boolean plain,
            long maxBytes,
            int maxRedirects,
            Duration timeout,
            HostNames names,
            Predicate<InetAddress> allowed,
            SSLSocketFactory tls) {}

    /** Looks names up. */
    @FunctionalInterface
    interface HostNames {
        List<InetAddress> addressesOf(String host) throws IOException;
    }

    HttpFetcher(Settings settings) {
        this.settings = settings;
    }

    /**
     * A fetcher for some hosts, over HTTPS, of at most 4 GiB and 5 redirects, which gives up when nothing comes for 30
     * seconds.
     *
     * @param hosts each a name such as {@code media.example.com}, {@code *.example.com} for all names below one, or {@code
     *     example.com:8443} for a port other than the usual one
     * @return the fetcher
     * @throws IllegalArgumentException if one of them names no host
     */
    public static HttpFetcher from(String... hosts) {
        for (String host : Objects.requireNonNull(hosts, "Hosts are needed; name those to fetch from")) {
            Objects.requireNonNull(host, "Each host needs a name, such as media.example.com");
        }
        return new HttpFetcher(new Settings(
                new AllowedHosts(List.of(hosts)),
                false,
                4L << 30,
                5,
                Duration.ofSeconds(30),
                host -> List.of(InetAddress.getAllByName(host)),
                PublicAddresses::contains,
                (SSLSocketFactory) SSLSocketFactory.getDefault()));
    }

    /**
     * Allows HTTP without encryption, too: whoever is on the way can read and change what is fetched.
     *
     * @return the changed fetcher
     */
    public HttpFetcher allowingPlainHttp() {
        Settings s = settings;
        return new HttpFetcher(
                new Settings(s.hosts, true, s.maxBytes, s.maxRedirects, s.timeout, s.names, s.allowed, s.tls));
    }

    /**
     * Sets how much is fetched from one address at most.
     *
     * @param bytes the most
     * @return the changed fetcher
     * @throws IllegalArgumentException if that is nothing
     */
    public HttpFetcher maxBytes(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("At most " + bytes + " bytes would be nothing; name at least 1");
        }
        Settings s = settings;
        return new HttpFetcher(
                new Settings(s.hosts, s.plain, bytes, s.maxRedirects, s.timeout, s.names, s.allowed, s.tls));
    }

    /**
     * Sets how long nothing may come before it gives up.
     *
     * @param quiet how long, more than zero
     * @return the changed fetcher
     * @throws IllegalArgumentException if that is no time
     */
    public HttpFetcher timeout(Duration quiet) {
        Objects.requireNonNull(quiet, "A timeout is needed; 30 seconds are the usual one");
        if (quiet.toMillis() < 1 || quiet.toMillis() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "A timeout of " + quiet + " cannot be kept; 30 seconds are the usual one");
        }
        Settings s = settings;
        return new HttpFetcher(
                new Settings(s.hosts, s.plain, s.maxBytes, s.maxRedirects, quiet, s.names, s.allowed, s.tls));
    }

    @Override
    public <T> T fetch(URI address, Receiver<T> receiver) throws IOException {
        Objects.requireNonNull(address, "An address is needed; it says where the content is");
        Objects.requireNonNull(receiver, "A receiver is needed; it takes the content");
        URI at = address;
        for (int hop = 0; hop <= settings.maxRedirects; hop++) {
            try (Download download = Download.start(at, checked(at), settings)) {
                URI next = download.leadsTo();
                if (next == null) {
                    return receiver.receive(download.mime(), download.body());
                }
                at = next;
            }
        }
        throw new FetchRefusedException(
                Reason.REDIRECTS,
                shown(address) + " leads on more than " + settings.maxRedirects
                        + " times; use the address that it leads to");
    }

    /** The addresses of a host that may be connected to. */
    private List<InetAddress> checked(URI at) throws IOException {
        boolean secure = "https".equalsIgnoreCase(at.getScheme());
        boolean plain = "http".equalsIgnoreCase(at.getScheme()) && settings.plain;
        String host = at.getHost();
        if (!(secure || plain) || host == null || at.getRawUserInfo() != null) {
            throw new FetchRefusedException(
                    Reason.SCHEME,
                    shown(at) + " is not fetched; only https addresses without a user are, and http if allowed");
        }
        int port = port(at);
        if (!settings.hosts.contain(host, port, port == (secure ? HTTPS : HTTP))) {
            throw new FetchRefusedException(
                    Reason.HOST,
                    shown(at) + " is not fetched; allow " + host + " if you trust it, with its port if it is unusual");
        }
        List<InetAddress> addresses = settings.names.addressesOf(host);
        for (InetAddress address : addresses) {
            if (!settings.allowed.test(address)) {
                throw new FetchRefusedException(
                        Reason.PRIVATE_ADDRESS,
                        shown(at) + " is not fetched; " + host + " stands for an address that is not public");
            }
        }
        return addresses;
    }

    /** An address without user and query, which may hold secrets. */
    static String shown(URI at) {
        String host = at.getHost() == null ? "" : at.getHost();
        String path = at.getRawPath() == null ? "" : at.getRawPath();
        return at.getScheme() == null ? path : at.getScheme() + "://" + host + path;
    }

    static int port(URI at) {
        boolean secure = "https".equalsIgnoreCase(at.getScheme());
        return at.getPort() >= 0 ? at.getPort() : secure ? HTTPS : HTTP;
    }
}
