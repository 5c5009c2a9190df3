package dev.weftwork.server;

import dev.weftwork.change.DeviceId;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.PushRequest;
import dev.weftwork.wire.Requests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** A server with people who may come in. */
final class Site implements AutoCloseable {
    static final String ADA = "ada-may-write-0123456789";
    static final String GRACE = "grace-is-elsewhere-0123456789";
    static final String VERA = "vera-only-reads-0123456789";
    static final String STUDIO = "/v1/workspaces/studio";

    final SyncServer server;

    private Site(SyncServer server) {
        this.server = server;
    }

    static SyncServer.Builder builder(Path directory) {
        StaticTokens tokens = new StaticTokens()
                .add(ADA, Principal.of("ada", "studio", Role.EDITOR))
                .add(GRACE, Principal.of("grace", "attic", Role.ADMIN))
                .add(VERA, Principal.of("vera", "studio", Role.VIEWER));
        return SyncServer.builder()
                .directory(directory)
                .authenticator(tokens)
                .requestsPerSecond(100_000)
                .drain(Duration.ofSeconds(2));
    }

    static Site at(Path directory) {
        return start(builder(directory));
    }

    static Site at(Path directory, Clock clock) {
        return start(builder(directory).clock(clock));
    }

    static Site start(SyncServer.Builder builder) {
        try {
            return new Site(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Http as(String token) {
        return new Http(server.address(), token);
    }

    static Op op(String device, long number, String register, Json value) {
        EntityWrites writes = EntityWrites.to(EntityKey.of(NodeId.of("idea")))
                .set(register, value)
                .build();
        Op.Origin origin = new Op.Origin(new DeviceId(device), number, 1_000 + number);
        return Op.of(new OpId(device + "-" + number), WorkflowId.of("poster"), origin, List.of(writes));
    }

    static String push(Op... ops) {
        return Requests.push(PushRequest.of(List.of(ops)));
    }

    @Override
    public void close() {
        server.close();
    }
}
