package dev.weftwork.http;

import dev.weftwork.spi.FetchRefusedException;
import dev.weftwork.spi.FetchRefusedException.Reason;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * One request on a connection of its own, to an address that was looked at before. The JDK's HTTP clients look the name
 * up once more by themselves, which is why they are not used here. Confined to one thread.
 */
final class Download implements AutoCloseable {
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int OK = 200;

    private final URI at;
    private final Socket socket;
    private final InputStream in;
    private final ResponseHead head;
    private final long maxBytes;

    private Download(URI at, Socket socket, InputStream in, ResponseHead head, long maxBytes) {
        this.at = at;
        this.socket = socket;
        this.in = in;
        this.head = head;
        this.maxBytes = maxBytes;
    }

    static Download start(URI at, List<InetAddress> addresses, HttpFetcher.Settings settings) throws IOException {
        Socket socket = connect(at, addresses, settings);
        try {
            socket.getOutputStream().write(request(at).getBytes(StandardCharsets.US_ASCII));
            InputStream in = new BufferedInputStream(socket.getInputStream(), 64 << 10);
            return new Download(at, socket, in, ResponseHead.read(in), settings.maxBytes());
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private static Socket connect(URI at, List<InetAddress> addresses, HttpFetcher.Settings settings)
            throws IOException {
        IOException failure = new IOException(at.getHost() + " has no address");
        int timeout = (int) settings.timeout().toMillis();
        for (InetAddress address : addresses) {
            Socket socket = new Socket(java.net.Proxy.NO_PROXY);
            try {
                socket.setSoTimeout(timeout);
                socket.connect(new InetSocketAddress(address, HttpFetcher.port(at)), timeout);
                return "https".equalsIgnoreCase(at.getScheme()) ? encrypted(socket, at, settings) : socket;
            } catch (IOException e) {
                socket.close();
                failure = e;
            }
        }
        throw failure;
    }

    private static Socket encrypted(Socket socket, URI at, HttpFetcher.Settings settings) throws IOException {
        SSLSocket secure = (SSLSocket) settings.tls().createSocket(socket, at.getHost(), HttpFetcher.port(at), true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }

    private static String request(URI at) {
        String path = at.getRawPath() == null || at.getRawPath().isEmpty() ? "/" : at.getRawPath();
        String query = at.getRawQuery() == null ? "" : "?" + at.getRawQuery();
        String host = at.getHost() + (at.getPort() < 0 ? "" : ":" + at.getPort());
        // an address may hold any character; those beyond ASCII are escaped
        String target = URI.create(path + query).toASCIIString();
        return "GET " + target + " HTTP/1.1\r\nHost: " + host
                + "\r\nUser-Agent: weftwork\r\nAccept: */*\r\nAccept-Encoding: identity\r\nConnection: close\r\n\r\n";
    }

    /** Where it redirects to, or null if it does not. */
    @Nullable URI leadsTo() throws IOException {
        String location = head.field("location");
        if (!REDIRECTS.contains(head.status()) || location == null) {
            return null;
        }
        try {
            return at.resolve(new URI(location));
        } catch (java.net.URISyntaxException e) {
            throw new IOException(HttpFetcher.shown(at) + " leads to what is no address", e);
        }
    }

    @Nullable String mime() {
        String type = head.field("content-type");
        return type == null ? null : type.split(";", 2)[0].trim();
    }

    InputStream body() throws IOException {
        if (head.status() != OK) {
            throw new IOException(
                    HttpFetcher.shown(at) + " answers with " + head.status() + "; see whether the address still holds");
        }
        long length = head.length();
        if (length > maxBytes) {
            throw tooLarge();
        }
        InputStream body = head.chunked() ? new ChunkedBody(in) : in;
        return new BoundedBody(body, head.chunked() ? -1 : length, maxBytes, this::tooLarge);
    }

    private FetchRefusedException tooLarge() {
        return new FetchRefusedException(
                Reason.TOO_LARGE,
                HttpFetcher.shown(at) + " holds more than " + maxBytes + " bytes; raise maxBytes if you want it");
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
