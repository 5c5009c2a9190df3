package dev.weftwork.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The least that a server for plain changes needs: the same Jetty as ours, one table, no rules. */
final class RawSyncServer implements AutoCloseable {
    static final int PAGE = 500;

    private final Server jetty;
    private final ServerConnector connector;
    private final RawLog log;

    private RawSyncServer(RawLog log) {
        this.log = log;
        QueuedThreadPool threads = new QueuedThreadPool(64, 4);
        jetty = new Server(threads);
        connector = new ServerConnector(jetty);
        connector.setHost("127.0.0.1");
        jetty.addConnector(connector);
        jetty.setHandler(new Routes());
    }

    static RawSyncServer start(Path file) throws Exception {
        RawSyncServer server = new RawSyncServer(RawLog.open(file));
        server.jetty.start();
        return server;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/ops");
    }

    /** POST appends what is posted; GET gives what follows a number. Both are packed with gzip, a change is a line. */
    private final class Routes extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            byte[] answer;
            try {
                if (request.getMethod().equals("POST")) {
                    byte[] body = Content.Source.asByteBuffer(request).array();
                    log.append(Lines.unpack(body));
                    answer = "{\"ok\":true}".getBytes(StandardCharsets.UTF_8);
                } else {
                    List<String> ops =
                            log.after(Long.parseLong(request.getHttpURI().getQuery()), PAGE);
                    answer = Lines.pack(ops);
                    response.getHeaders().put(HttpHeader.CONTENT_ENCODING, "gzip");
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
            response.write(true, ByteBuffer.wrap(answer), callback);
            return true;
        }
    }

    @Override
    public void close() throws SQLException {
        LifeCycle.stop(jetty);
        log.close();
    }
}
