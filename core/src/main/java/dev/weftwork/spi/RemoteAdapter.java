package dev.weftwork.spi;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The other end of sync: one workspace on some server, seen by one principal. An adapter carries operations there and
 * back; it neither orders nor merges them, and between two calls it keeps nothing but whom they are meant for.
 *
 * <p><b>Answers.</b> Every call returns at once with a future. What is to be expected, a refusal or an outage included,
 * is a {@link RemoteReply}. A future that completes exceptionally counts as {@link RemoteFailure.Kind#UNAVAILABLE}. An
 * adapter puts a limit on every wait of its own, so each future completes some day.
 *
 * <p><b>Retrying.</b> All calls may be repeated. A push whose answer was lost has perhaps happened; pushing the same
 * operations again gives the same verdicts. An adapter does not retry on its own, but for one thing: on a refused token
 * it may ask for a new one and try once more.
 *
 * <p><b>Giving up.</b> The caller may cancel a future. What was asked for has then happened or not.
 *
 * <p><b>Threads.</b> Any thread may call; several calls may be under way at once. Futures and {@link LiveListener}s are
 * completed and called on a thread of the adapter's choice, which may be the caller's own within the call; whoever
 * minds hands over to an executor.
 *
 * <p>The contract is written as a test, {@code RemoteAdapterContract} in the testkit: an adapter author's whole test is
 * one subclass.
 */
public interface RemoteAdapter extends AutoCloseable {
    /**
     * Asks whether the server is there, and what workspace this is. Serves as the health check too.
     *
     * @return the workspace, the principal, the server's limits
     */
    CompletableFuture<RemoteReply<RemoteHello>> hello();

    /**
     * Says which place every later call is meant for, {@link #hello} included, until another is named. One that would
     * come out elsewhere, since the token is somebody else's by then or another server took the address, ends as {@link
     * RemoteFailure.Kind#OTHER_PLACE} ({@link RemotePlace#refusal} words it), with nothing taken in and nothing told.
     * That goes for pulls that wait, live channels, frames and binaries too. It takes an adapter that answers true here
     * and a server that has {@link RemoteHello#CHECKS_PLACE}; without the one or the other an engine asks {@link #hello}
     * before every sync, which leaves a moment in which the place may change. What stands before an adapter hands this
     * on.
     *
     * @param place the place, or null for whatever answers
     * @return whether this adapter does its part; unless it says otherwise, it does not
     */
    default boolean expect(@Nullable RemotePlace place) {
        return false;
    }

    /**
     * Offers operations, in order. Each gets an answer of its own; only what concerns the request as a whole is a
     * {@link RemoteFailure}, and then none of them was taken in.
     *
     * @param request the operations
     * @return one answer for each, in the same order
     */
    CompletableFuture<RemoteReply<PushAnswer>> push(PushRequest request);

    /**
     * Asks for what was admitted after a cursor, the caller's own operations included. If there is nothing and the
     * request has patience, the answer comes as soon as there is something, or empty when that is over.
     *
     * @param request from where, and how much
     * @return what follows the cursor
     */
    CompletableFuture<RemoteReply<PullAnswer>> pull(PullRequest request);

    /**
     * Offers operations and asks for what follows a cursor, in one round trip where the adapter can. The pull sees what
     * the push did. An adapter without such a call does the one after the other.
     *
     * @param push the operations
     * @param pull from where; its patience is not used
     * @return both answers
     */
    default CompletableFuture<RemoteReply<SyncAnswer>> sync(PushRequest push, PullRequest pull) {
        return push(push).thenCompose(pushed -> {
            if (pushed instanceof RemoteReply.Ok<PushAnswer> taken) {
                return pull(pull.withoutWaiting())
                        .thenApply(pulled -> pulled.map(answer -> new SyncAnswer(taken.value(), answer)));
            }
            RemoteFailure failure = ((RemoteReply.Failed<PushAnswer>) pushed).failure();
            return CompletableFuture.completedFuture(new RemoteReply.Failed<>(failure));
        });
    }

    /**
     * Asks for the state as of now, for a replica that is new or has been away too long. The parts that it names can be
     * fetched for at least an hour, whatever is admitted meanwhile.
     *
     * @param request of which workflows
     * @return where the state stands, and its parts
     */
    CompletableFuture<RemoteReply<SnapshotManifest>> snapshot(SnapshotRequest request);

    /**
     * Fetches one part of a snapshot.
     *
     * @param part as the manifest names it
     * @return the entities in it
     */
    CompletableFuture<RemoteReply<SnapshotPage>> part(SnapshotPart part);

    /**
     * Asks what was written to a workflow or to one entity of it, and which values lost against others that their
     * writers had not seen. Only for servers that have "history" among their features.
     *
     * @param request of what, and how much
     * @return a stretch of the history
     */
    default CompletableFuture<RemoteReply<HistoryPage>> history(HistoryRequest request) {
        return CompletableFuture.completedFuture(new RemoteReply.Failed<>(new RemoteFailure(
                RemoteFailure.Kind.UNSUPPORTED, "no-history", "This adapter does not tell the history")));
    }

    /**
     * Opens the live channel: what {@link #pull} would give, as it happens. A channel may end at any time, and then the
     * caller opens another from where it stands, or pulls. An adapter without one ends it at once with {@link
     * RemoteFailure.Kind#UNSUPPORTED}.
     *
     * @param request from where
     * @param listener is told what happens
     * @return closes the channel
     */
    LiveChannel live(LiveRequest request, LiveListener listener);

    /**
     * Shows peers how a gesture stands: every open live channel of the workspace hears it, but for those of this
     * adapter. Nothing is kept, nobody waits for it, and a frame that is lost is not missed. Only for servers that have
     * "frames" among their features.
     *
     * @param frame how the gesture stands
     * @return the frame, once the server has it; the clocks in this reply say nothing
     */
    default CompletableFuture<RemoteReply<GestureFrame>> frame(GestureFrame frame) {
        return CompletableFuture.completedFuture(new RemoteReply.Failed<>(new RemoteFailure(
                RemoteFailure.Kind.UNSUPPORTED, "no-frames", "This adapter does not pass frames of gestures on")));
    }

    /**
     * The way of large binaries, for adapters that have one. Their transfers end with this adapter.
     *
     * @return the way, or empty
     */
    default Optional<RemoteAssets> assets() {
        return Optional.empty();
    }

    /** Ends all calls and channels with {@link RemoteFailure.Kind#UNAVAILABLE}. Closing twice does nothing. */
    @Override
    void close();
}
