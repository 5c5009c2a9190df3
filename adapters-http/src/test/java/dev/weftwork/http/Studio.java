package dev.weftwork.http;

import dev.weftwork.server.Principal;
import dev.weftwork.server.Role;
import dev.weftwork.server.StaticTokens;
import dev.weftwork.server.SyncServer;
import java.nio.file.Path;
import java.time.Duration;

/** A server with one workspace, in which Ada may edit. */
final class Studio {
    static final String TOKEN = "a token long enough for ada";

    private Studio() {}

    static SyncServer.Builder in(Path directory) {
        return SyncServer.builder()
                .directory(directory)
                .authenticator(new StaticTokens().add(TOKEN, Principal.of("ada", "studio", Role.EDITOR)))
                .requestsPerSecond(100_000)
                .drain(Duration.ofMillis(500));
    }
}
