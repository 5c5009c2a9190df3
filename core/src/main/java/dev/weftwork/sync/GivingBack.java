package dev.weftwork.sync;

import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.OpId;
import dev.weftwork.change.Verdict;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.OpAnswer;
import dev.weftwork.spi.PushAnswer;
import dev.weftwork.spi.PushRequest;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteReply;
import dev.weftwork.spi.RemoteTime;
import dev.weftwork.store.PushLimits;
import dev.weftwork.store.Replication;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Brings a restored server what it lost. Its verdicts are not news here; the pull brings the operations back. Only when
 * they are back this is over: until then a server that is restored once more may lose them again, and nothing else would
 * tell. Used once, confined to the engine's lane.
 */
final class GivingBack {
    private final Session session;
    /** Of which workflows news is pulled, or of all if it is empty. */
    private final Set<WorkflowId> scope;

    private final Replication replication;
    private final PushLimits limits;
    private final Asking asking;
    private final Map<OpId, Long> taken = new HashMap<>();

    /** How a round asks. */
    interface Asking {
        void ask(
                Supplier<CompletableFuture<RemoteReply<PushAnswer>>> call,
                BiConsumer<PushAnswer, RemoteTime> then,
                Consumer<RemoteFailure> otherwise);
    }

    GivingBack(Session session, Set<WorkflowId> scope, PushLimits limits, Asking asking) {
        this.session = session;
        this.scope = scope;
        this.limits = limits;
        this.replication = session.store().replication();
        this.asking = asking;
    }

    void run(Runnable then, Consumer<RemoteFailure> otherwise) {
        offer(replication.reoffers(), limits.ops(), then, otherwise);
    }

    /** Whether all that the server took is here again; to be asked once all was pulled. */
    boolean isDone() {
        return replication.reoffered(taken);
    }

    private void offer(List<PushRequest.Offer> offers, int most, Runnable then, Consumer<RemoteFailure> otherwise) {
        if (offers.isEmpty()) {
            then.run();
            return;
        }
        int count = fitting(offers, most);
        PushRequest request = new PushRequest(offers.subList(0, count));
        asking.ask(
                () -> session.remote().push(request),
                (answer, time) -> {
                    List<PushRequest.Offer> left = new ArrayList<>(take(request, answer));
                    if (left.size() == count) {
                        otherwise.accept(new RemoteFailure(
                                RemoteFailure.Kind.UNAVAILABLE,
                                "put-off",
                                "The server does not take back what it lost yet"));
                        return;
                    }
                    left.addAll(offers.subList(count, offers.size()));
                    offer(left, most > limits.ops() / 2 ? limits.ops() : most * 2, then, otherwise);
                },
                failure -> {
                    if (!isOfContent(failure)) {
                        otherwise.accept(failure);
                    } else if (count > 1) {
                        offer(offers, count / 2, then, otherwise);
                    } else {
                        park(request, failure);
                        offer(offers.subList(1, offers.size()), limits.ops(), then, otherwise);
                    }
                });
    }

    /** How many of the first go in one request; one does in any case. */
    private int fitting(List<PushRequest.Offer> offers, int most) {
        long bytes = 0;
        int count = 0;
        for (PushRequest.Offer offer : offers) {
            for (EntityWrites writes : offer.op().writes()) {
                bytes += writes.length();
            }
            if (count == most || (count > 0 && bytes > limits.bytes())) {
                break;
            }
            count++;
        }
        return count;
    }

    private static boolean isOfContent(RemoteFailure failure) {
        return failure.kind() == RemoteFailure.Kind.TOO_LARGE || failure.kind() == RemoteFailure.Kind.BAD_REQUEST;
    }

    /** What the server cannot take even alone counts as refused, so a person hears of it and the rest goes on. */
    private void park(PushRequest request, RemoteFailure failure) {
        List<OpAnswer> answers = new ArrayList<>();
        request.ops()
                .forEach(offer -> answers.add(new OpAnswer.Decided(
                        new Verdict.Rejected(offer.op().id(), failure.code(), failure.message()))));
        replication.recordReoffers(request.ops(), answers);
    }

    /** Gives those that the server did not decide about. */
    private List<PushRequest.Offer> take(PushRequest request, PushAnswer answer) {
        replication.recordReoffers(request.ops(), answer.answers());
        Map<OpId, OpAnswer> answers = new HashMap<>();
        answer.answers().forEach(each -> answers.put(each.op(), each));
        List<PushRequest.Offer> left = new ArrayList<>();
        for (PushRequest.Offer offer : request.ops()) {
            OpAnswer given = answers.get(offer.op().id());
            boolean pulled = scope.isEmpty() || scope.contains(offer.op().workflow());
            if (given == null || given instanceof OpAnswer.Later) {
                left.add(offer);
            } else if (pulled
                    && given instanceof OpAnswer.Decided decided
                    && decided.verdict() instanceof Verdict.Applied applied) {
                taken.put(applied.op(), applied.seq());
            }
        }
        return left;
    }
}
