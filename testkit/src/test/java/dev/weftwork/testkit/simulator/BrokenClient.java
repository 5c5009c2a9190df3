package dev.weftwork.testkit.simulator;

import dev.weftwork.change.AdmittedOp;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.Verdict;
import dev.weftwork.oplog.LogEntry;
import dev.weftwork.spi.OpAnswer;
import dev.weftwork.spi.PullAnswer;
import dev.weftwork.spi.PushRequest;
import dev.weftwork.spi.RemoteTime;
import dev.weftwork.spi.SnapshotManifest;
import dev.weftwork.spi.SnapshotPage;
import dev.weftwork.store.Exchanged;
import dev.weftwork.store.PushLimits;
import dev.weftwork.store.Receipt;
import dev.weftwork.store.Replication;
import dev.weftwork.store.Store;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Sides of syncing with one thing wrong in each. */
final class BrokenClient {
    private BrokenClient() {}

    private static UnaryOperator<Replication> exchanges(UnaryOperator<Exchanged> change) {
        return whole -> new Sabotage(whole) {
            @Override
            public Receipt record(Exchanged exchange) {
                return whole.record(change.apply(exchange));
            }
        };
    }

    private static UnaryOperator<Replication> answers(Function<OpAnswer, OpAnswer> change) {
        return exchanges(each -> new Exchanged(
                each.sent(),
                each.answers().stream().map(change).toList(),
                each.after(),
                each.pulled(),
                each.time(),
                each.scope()));
    }

    private static UnaryOperator<Replication> pages(UnaryOperator<PullAnswer> change) {
        return exchanges(each -> each.pulled() == null
                ? each
                : new Exchanged(
                        each.sent(),
                        each.answers(),
                        each.after(),
                        change.apply(each.pulled()),
                        each.time(),
                        each.scope()));
    }

    private static PullAnswer page(PullAnswer page, List<AdmittedOp> ops) {
        return new PullAnswer(ops, page.cursor(), page.seq(), page.more(), page.digests());
    }

    /** The cursor passes something that was not taken in. */
    static UnaryOperator<Replication> skippingTheLastOfAPage() {
        return pages(page ->
                page(page, page.ops().subList(0, Math.max(0, page.ops().size() - 1))));
    }

    /** Deletions of others are not heard. */
    static UnaryOperator<Replication> deafToDeletions() {
        return pages(page -> page(
                page,
                page.ops().stream()
                        .filter(each -> !each.op().writes().toString().contains("life=false"))
                        .toList()));
    }

    /** Whoever writes last in the order wins, whatever its stamp. */
    static UnaryOperator<Replication> orderedByArrival() {
        return pages(page -> page(
                page,
                page.ops().stream()
                        .map(each -> new AdmittedOp(each.op(), each.seq(), each.seq()))
                        .toList()));
    }

    /** A verdict's clock is not looked at. */
    static UnaryOperator<Replication> trustingItsOwnClock() {
        return whole -> new Sabotage(whole) {
            @Override
            public Receipt record(Exchanged each) {
                List<OpAnswer> answers = new ArrayList<>();
                for (OpAnswer answer : each.answers()) {
                    answers.add(answer);
                    for (Op op : each.sent()) {
                        if (op.id().equals(answer.op())
                                && answer instanceof OpAnswer.Decided decided
                                && decided.verdict() instanceof Verdict.Applied applied) {
                            answers.set(
                                    answers.size() - 1,
                                    new OpAnswer.Decided(new Verdict.Applied(
                                            op.id(), applied.seq(), op.origin().claimed(), List.of())));
                        }
                    }
                }
                return whole.record(
                        new Exchanged(each.sent(), answers, each.after(), each.pulled(), each.time(), each.scope()));
            }
        };
    }

    /** What was sent counts as taken, whatever the server said of it. */
    static UnaryOperator<Replication> takingSentForTaken() {
        return whole -> new Sabotage(whole) {
            @Override
            public List<Op> offer(PushLimits limits) {
                List<Op> ops = whole.offer(limits);
                if (!ops.isEmpty()) {
                    List<OpAnswer> taken = ops.stream()
                            .map(op -> (OpAnswer) new OpAnswer.Decided(new Verdict.Applied(
                                    op.id(), 1_000_000_000L, op.origin().claimed(), List.of())))
                            .toList();
                    whole.record(Exchanged.push(ops, taken, new RemoteTime(0, 0)));
                }
                return ops;
            }
        };
    }

    /** What may have been sent is not sent again. */
    static UnaryOperator<Replication> neverTryingAgain() {
        return whole -> new Sabotage(whole) {
            private final Set<OpId> tried = new HashSet<>();

            @Override
            public List<Op> offer(PushLimits limits) {
                List<Op> ops = whole.offer(limits);
                return ops.stream().filter(op -> tried.add(op.id())).toList();
            }
        };
    }

    /** An operation that was sent is changed and sent again. */
    static UnaryOperator<Replication> changingWhatWasSent() {
        return whole -> new Sabotage(whole) {
            private int calls;

            @Override
            public List<Op> offer(PushLimits limits) {
                calls++;
                return whole.offer(limits).stream()
                        .map(op -> calls % 3 == 0 && op.writes().size() > 1
                                ? op.withWrites(op.writes().subList(0, 1))
                                : op)
                        .toList();
            }
        };
    }

    /** A copy of a file does not hear that it is one. */
    static UnaryOperator<Replication> deafToForks() {
        return exchanges(each -> new Exchanged(
                each.sent(),
                each.answers().stream()
                        .filter(answer -> !(answer instanceof OpAnswer.Decided decided
                                && decided.verdict() instanceof Verdict.Forked))
                        .toList(),
                each.after(),
                each.pulled(),
                each.time(),
                each.scope()));
    }

    /** A refusal is taken for an admission. */
    static UnaryOperator<Replication> takingNoForYes() {
        return answers(answer ->
                answer instanceof OpAnswer.Decided decided && decided.verdict() instanceof Verdict.Rejected rejected
                        ? new OpAnswer.Decided(new Verdict.Applied(rejected.op(), 1_000_000_000L, 1, List.of()))
                        : answer);
    }

    /** Verdicts are given to the wrong operations. */
    static UnaryOperator<Replication> mixingUpAnswers() {
        return exchanges(each -> {
            if (each.answers().size() < 2
                    || each.answers().size() != each.sent().size()) {
                return each;
            }
            List<OpAnswer> turned = new ArrayList<>();
            for (int i = 0; i < each.sent().size(); i++) {
                OpAnswer answer = each.answers().get(each.sent().size() - 1 - i);
                OpId op = each.sent().get(i).id();
                turned.add(
                        answer instanceof OpAnswer.Decided decided
                                        && decided.verdict() instanceof Verdict.Applied applied
                                ? new OpAnswer.Decided(new Verdict.Applied(op, applied.seq(), applied.eff(), List.of()))
                                : answer);
            }
            return new Exchanged(each.sent(), turned, each.after(), each.pulled(), each.time(), each.scope());
        });
    }

    /** What a restored server lost is not offered again. */
    static UnaryOperator<Replication> forgettingWhatAServerLost() {
        return whole -> new Sabotage(whole) {
            @Override
            public List<PushRequest.Offer> reoffers() {
                return List.of();
            }
        };
    }

    /** A restored server is taken for one that only forgot. */
    static UnaryOperator<Replication> takingARestoreForAge() {
        return whole -> new Sabotage(whole) {
            @Override
            public void rebase(SnapshotManifest manifest, List<SnapshotPage.Row> rows, RemoteTime time, boolean lost) {
                whole.rebase(manifest, rows, time, false);
            }
        };
    }

    /** A snapshot deletes what was not sent yet. */
    static UnaryOperator<Replication> droppingPendingAtASnapshot() {
        return whole -> new Sabotage(whole) {
            @Override
            public void rebase(SnapshotManifest manifest, List<SnapshotPage.Row> rows, RemoteTime time, boolean lost) {
                List<Op> pending = whole.offer(PushLimits.of(1_000_000, Long.MAX_VALUE));
                List<OpAnswer> gone = pending.stream()
                        .map(op -> (OpAnswer)
                                new OpAnswer.Decided(new Verdict.Applied(op.id(), 1_000_000_000L, 1, List.of())))
                        .toList();
                whole.record(Exchanged.push(pending, gone, time));
                whole.rebase(manifest, rows, time, lost);
            }
        };
    }

    /** A snapshot that is not taken in whole. */
    static UnaryOperator<Replication> losingPartOfASnapshot() {
        return whole -> new Sabotage(whole) {
            @Override
            public void rebase(SnapshotManifest manifest, List<SnapshotPage.Row> rows, RemoteTime time, boolean lost) {
                whole.rebase(manifest, rows.subList(0, rows.size() * 3 / 4), time, lost);
            }
        };
    }

    /** Edits that travel as one are taken for refused, and nobody is told. */
    static Store losingWhatTravelsAsOne(Store store) {
        return Sabotage.of(store, whole -> new Sabotage(whole) {
            private @Nullable RemoteTime time;

            @Override
            public Receipt record(Exchanged exchange) {
                time = exchange.time();
                return whole.record(exchange);
            }

            @Override
            public List<Op> offer(PushLimits limits) {
                List<Op> ops = whole.offer(limits);
                List<LogEntry> log = store.oplog().entries();
                Set<OpId> survivors = new HashSet<>();
                log.forEach(entry -> entry.sync().absorbed().forEach(each -> survivors.add(each.into())));
                List<Op> lost =
                        ops.stream().filter(op -> survivors.contains(op.id())).toList();
                if (time == null || lost.isEmpty()) {
                    return ops;
                }
                whole.record(Exchanged.push(
                        lost, lost.stream().map(BrokenClient::refused).toList(), time));
                survivors.forEach(store.oplog()::discard);
                return ops.stream().filter(op -> !lost.contains(op)).toList();
            }
        });
    }

    private static OpAnswer refused(Op op) {
        return new OpAnswer.Decided(new Verdict.Rejected(op.id(), "LOST", "Nobody is told"));
    }
}
