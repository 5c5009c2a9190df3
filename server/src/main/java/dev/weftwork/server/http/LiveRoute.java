package dev.weftwork.server.http;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Opens live channels. */
record LiveRoute(Workspaces workspaces, Executor executor, ScheduledExecutorService timer) {
    void open(Call call, Response response, Callback callback) throws IOException {
        new LiveStream(workspaces, executor, call, response, callback).open(timer);
    }
}
