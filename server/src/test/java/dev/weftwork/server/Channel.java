package dev.weftwork.server;

import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** A live channel, read line by line. */
final class Channel implements AutoCloseable {
    private final HttpResponse<Stream<String>> response;
    private final Iterator<String> lines;

    private Channel(HttpResponse<Stream<String>> response) {
        this.response = response;
        this.lines = response.body().iterator();
    }

    /** Opens it and waits until it stands, or is refused. */
    static Channel open(Http client, String query) {
        Channel channel = new Channel(
                client.later(client.request(Site.STUDIO + "/live" + query).GET(), BodyHandlers.ofLines())
                        .join());
        if (channel.status() == 200) {
            channel.lines.next();
        }
        return channel;
    }

    int status() {
        return response.statusCode();
    }

    HttpResponse<Stream<String>> response() {
        return response;
    }

    /** The data of the next event of a name; all else is passed over. */
    String next(String event) {
        while (lines.hasNext()) {
            if (lines.next().equals("event: " + event)) {
                return lines.next();
            }
        }
        throw new AssertionError("The channel ended before an event '" + event + "'");
    }

    /** All that is left, once the server has ended it. */
    List<String> rest() {
        List<String> rest = new ArrayList<>();
        lines.forEachRemaining(rest::add);
        return rest;
    }

    @Override
    public void close() {
        response.body().close();
    }
}
