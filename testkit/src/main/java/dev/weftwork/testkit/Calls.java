package dev.weftwork.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.AdmittedOp;
import dev.weftwork.change.Op;
import dev.weftwork.change.Verdict;
import dev.weftwork.spi.OpAnswer;
import dev.weftwork.spi.PullAnswer;
import dev.weftwork.spi.PullRequest;
import dev.weftwork.spi.PushRequest;
import dev.weftwork.spi.RemoteAdapter;
import dev.weftwork.spi.RemoteCursor;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteReply;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Calls a remote and waits for what it says. */
final class Calls {
    private static final int PAGE = 3;

    private Calls() {}

    static <T> RemoteReply<T> reply(CompletableFuture<RemoteReply<T>> future) {
        try {
            return future.get(3, TimeUnit.MINUTES);
        } catch (Exception e) {
            throw new AssertionError("The remote gave no reply", e);
        }
    }

    static <T> RemoteReply.Ok<T> ok(CompletableFuture<RemoteReply<T>> future) {
        RemoteReply<T> reply = reply(future);
        assertThat(reply).isInstanceOf(RemoteReply.Ok.class);
        return (RemoteReply.Ok<T>) reply;
    }

    static <T> T value(CompletableFuture<RemoteReply<T>> future) {
        return ok(future).value();
    }

    static <T> RemoteFailure failure(CompletableFuture<RemoteReply<T>> future) {
        RemoteReply<T> reply = reply(future);
        assertThat(reply).isInstanceOf(RemoteReply.Failed.class);
        return ((RemoteReply.Failed<T>) reply).failure();
    }

    static List<OpAnswer> push(RemoteAdapter remote, Op... ops) {
        return value(remote.push(PushRequest.of(List.of(ops)))).answers();
    }

    static List<Verdict> verdicts(RemoteAdapter remote, Op... ops) {
        return push(remote, ops).stream()
                .map(answer -> ((OpAnswer.Decided) answer).verdict())
                .toList();
    }

    static Verdict verdict(RemoteAdapter remote, Op op) {
        return verdicts(remote, op).get(0);
    }

    static Verdict.Applied applied(RemoteAdapter remote, Op op) {
        Verdict verdict = verdict(remote, op);
        assertThat(verdict).isInstanceOf(Verdict.Applied.class);
        return (Verdict.Applied) verdict;
    }

    /** Everything after a cursor, in small pages. */
    static List<AdmittedOp> pullAll(RemoteAdapter remote, RemoteCursor after) {
        List<AdmittedOp> all = new ArrayList<>();
        PullAnswer page = value(remote.pull(PullRequest.after(after, PAGE)));
        all.addAll(page.ops());
        while (page.more()) {
            page = value(remote.pull(PullRequest.after(page.cursor(), PAGE)));
            all.addAll(page.ops());
        }
        return all;
    }

    static List<AdmittedOp> pullAll(RemoteAdapter remote) {
        return pullAll(remote, RemoteCursor.START);
    }

    static RemoteCursor head(RemoteAdapter remote) {
        PullAnswer page = value(remote.pull(PullRequest.after(RemoteCursor.START, 100)));
        while (page.more()) {
            page = value(remote.pull(PullRequest.after(page.cursor(), 100)));
        }
        return page.cursor();
    }
}
