package dev.weftwork.server.http;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Opens live channels.
 *
 * @param workspaces what they tell of
 * @param access says whether a channel's token is still good
 * @param places how many channels each principal may have
 * @param recheck how often a channel's token is looked at
 * @param readings bounds what they have in memory
 * @param executor where they write
 * @param timer wakes them
 */
record LiveRoute(
        Workspaces workspaces,
        Access access,
        Places places,
        Duration recheck,
        Readings readings,
        Executor executor,
        ScheduledExecutorService timer) {
    void open(Call call, Response response, Callback callback) throws IOException {
        LiveStream stream = new LiveStream(this, call, response, callback);
        stream.check();
        places.take(call.principal().id());
        stream.open();
    }
}
