package dev.weftwork.benchmarks;

import dev.weftwork.http.HttpRemote;
import dev.weftwork.server.Authenticator;
import dev.weftwork.server.Principal;
import dev.weftwork.server.Quotas;
import dev.weftwork.server.Role;
import dev.weftwork.server.StaticTokens;
import dev.weftwork.server.SyncServer;
import dev.weftwork.store.Store;
import dev.weftwork.sync.SyncEngine;
import dev.weftwork.sync.SyncOptions;
import dev.weftwork.sync.SyncResult;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** Our server on the loopback address, and replicas that sync with it. */
final class SyncSite implements AutoCloseable {
    static final String TOKEN = "a token for the benchmarks alone";
    static final String WORKSPACE = "studio";

    private static final double NO_LIMIT = 1e9;

    private final SyncServer server;

    private SyncSite(SyncServer server) {
        this.server = server;
    }

    static SyncSite start(Path directory) throws IOException {
        return start(directory, new StaticTokens().add(TOKEN, Principal.of("benchmarks", WORKSPACE, Role.EDITOR)));
    }

    static SyncSite start(Path directory, Authenticator authenticator) throws IOException {
        return new SyncSite(SyncServer.builder()
                .directory(directory)
                .authenticator(authenticator)
                .requestsPerSecond(NO_LIMIT)
                .quotas(Quotas.USUAL.withChannels(10_000))
                .start());
    }

    URI address() {
        return server.address();
    }

    /** Lets a store sync; the engine has not begun to listen when this returns. */
    SyncEngine sync(Store store, UnaryOperator<SyncOptions> options) {
        return sync(store, address(), options);
    }

    /** The same by another way. */
    static SyncEngine sync(Store store, URI way, UnaryOperator<SyncOptions> options) {
        return SyncEngine.builder(store)
                .remote(HttpRemote.at(way, () -> TOKEN))
                .options(options)
                .start();
    }

    /** Syncs once, and gives up if that does not work. */
    static SyncResult.Done syncNow(SyncEngine engine) {
        SyncResult result = engine.syncNow().join();
        if (result instanceof SyncResult.Done done) {
            return done;
        }
        throw new IllegalStateException("The sync did not work: " + result);
    }

    @Override
    public void close() {
        server.close();
    }
}
