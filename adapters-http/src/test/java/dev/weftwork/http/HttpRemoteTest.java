package dev.weftwork.http;

import dev.weftwork.server.Principal;
import dev.weftwork.server.Role;
import dev.weftwork.server.StaticTokens;
import dev.weftwork.server.SyncServer;
import dev.weftwork.spi.RemoteAdapter;
import dev.weftwork.testkit.RemoteAdapterContract;
import dev.weftwork.testkit.RemoteAssetsContract;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract over real sockets, against the real server. */
final class HttpRemoteTest extends RemoteAdapterContract implements RemoteAssetsContract {
    @TempDir
    private Path directory;

    private final StaticTokens tokens = new StaticTokens();
    private SyncServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = SyncServer.builder()
                .directory(directory)
                .authenticator(tokens)
                .requestsPerSecond(10_000)
                .drain(Duration.ofMillis(100))
                .start();
    }

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Override
    public RemoteAdapter connect(String principal) {
        String token = "a token long enough of " + principal;
        tokens.add(token, Principal.of(principal, "studio", Role.EDITOR));
        return HttpRemote.at(server.address(), () -> token);
    }
}
