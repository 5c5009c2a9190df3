package dev.weftwork.testkit;

/**
 * All that a {@link dev.weftwork.spi.RemoteAdapter} promises, as tests for JUnit Jupiter. An adapter author extends this
 * class and says how to reach a workspace that is new for each test:
 *
 * <pre>{@code
 * final class MyRemoteTest extends RemoteAdapterContract {
 *     private final MyServer server = MyServer.start();
 *
 *     @Override
 *     public RemoteAdapter connect(String principal) {
 *         return MyRemote.at(server.address(), server.tokenOf(principal));
 *     }
 * }
 * }</pre>
 *
 * <p>The suite cannot see what a server does when it is restored, forgets, or is away: those tests are the server's own.
 * The parts are interfaces, so that each can be read on its own.
 */
public abstract class RemoteAdapterContract
        implements RemoteAdmissionContract,
                RemoteVersionContract,
                RemoteIdempotencyContract,
                RemoteValueContract,
                RemotePullContract,
                RemoteSnapshotContract,
                RemoteLiveContract,
                RemoteFrameContract,
                RemoteHistoryContract,
                RemotePlaceContract,
                RemoteCallContract {
    /** For subclasses. */
    protected RemoteAdapterContract() {}
}
