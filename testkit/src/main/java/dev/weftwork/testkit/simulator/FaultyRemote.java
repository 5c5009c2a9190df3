package dev.weftwork.testkit.simulator;

import dev.weftwork.change.Verdict;
import dev.weftwork.schedule.Scheduler;
import dev.weftwork.spi.LiveChannel;
import dev.weftwork.spi.LiveListener;
import dev.weftwork.spi.LiveRequest;
import dev.weftwork.spi.OpAnswer;
import dev.weftwork.spi.PullAnswer;
import dev.weftwork.spi.PullRequest;
import dev.weftwork.spi.PushAnswer;
import dev.weftwork.spi.PushRequest;
import dev.weftwork.spi.RemoteAdapter;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteHello;
import dev.weftwork.spi.RemotePlace;
import dev.weftwork.spi.RemoteReply;
import dev.weftwork.spi.RemoteTime;
import dev.weftwork.spi.SnapshotManifest;
import dev.weftwork.spi.SnapshotPage;
import dev.weftwork.spi.SnapshotPart;
import dev.weftwork.spi.SnapshotRequest;
import dev.weftwork.spi.SyncAnswer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A way to a server on which messages are late, lost and doubled. */
final class FaultyRemote implements RemoteAdapter {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final RemoteAdapter remote;
    private final Scheduler world;
    private final Chance chance;
    private final Chance added;
    private final Trace trace;
    private final String name;
    private final Supplier<FaultProfile> faults;
    private final BooleanSupplier online;
    private final Consumer<Throwable> broken;
    private boolean cut;

    FaultyRemote(
            RemoteAdapter remote,
            Scheduler world,
            Chance chance,
            Chance added,
            Trace trace,
            String name,
            Supplier<FaultProfile> faults,
            BooleanSupplier online,
            Consumer<Throwable> broken) {
        this.remote = remote;
        this.world = world;
        this.chance = chance;
        this.added = added;
        this.trace = trace;
        this.name = name;
        this.faults = faults;
        this.online = online;
        this.broken = broken;
    }

    private static RemoteFailure away(String code) {
        return new RemoteFailure(RemoteFailure.Kind.UNAVAILABLE, code, "The message did not get through");
    }

    private Duration delay() {
        // mostly quick, sometimes as slow as can be
        double share = chance.share();
        return Duration.ofMillis(
                Math.round(share * share * share * faults.get().delay().toMillis()));
    }

    private <T> CompletableFuture<RemoteReply<T>> call(
            String what, Supplier<CompletableFuture<RemoteReply<T>>> request) {
        CompletableFuture<RemoteReply<T>> answer = new CompletableFuture<>();
        world.schedule(TIMEOUT.plusSeconds(30), () -> answer.complete(new RemoteReply.Failed<>(away("timeout"))));
        FaultProfile profile = faults.get();
        if (!online.getAsBoolean()) {
            fail(answer, delay(), away("offline"));
        } else if (chance.happens(profile.lostRequests())) {
            trace.add(name, what + " lost");
            fail(answer, TIMEOUT, away("timeout"));
        } else if (chance.happens(profile.refused())) {
            trace.add(name, what + " refused");
            Duration pause = chance.happens(0.5) ? Duration.ofSeconds(1 + chance.below(20)) : null;
            fail(
                    answer,
                    delay(),
                    new RemoteFailure(RemoteFailure.Kind.UNAVAILABLE, "busy", "The server is busy", pause));
        } else {
            carry(what, request, answer);
        }
        return answer;
    }

    private <T> void fail(CompletableFuture<RemoteReply<T>> answer, Duration delay, RemoteFailure failure) {
        world.schedule(delay, () -> answer.complete(new RemoteReply.Failed<>(failure)));
    }

    private <T> void carry(
            String what,
            Supplier<CompletableFuture<RemoteReply<T>>> request,
            CompletableFuture<RemoteReply<T>> answer) {
        if (chance.happens(faults.get().doubled())) {
            trace.add(name, what + " doubled");
            world.schedule(delay(), () -> bringBack(what, request.get(), answer));
        }
        world.schedule(delay(), () -> bringBack(what, request.get(), answer));
    }

    private <T> void bringBack(
            String what, CompletableFuture<RemoteReply<T>> made, CompletableFuture<RemoteReply<T>> answer) {
        CompletableFuture<?> unused = made.whenComplete((reply, thrown) -> {
            if (thrown != null) {
                // no part of the server throws, so somebody who watches it does
                broken.accept(thrown);
                return;
            }
            if (cut || !online.getAsBoolean() || chance.happens(faults.get().lostAnswers())) {
                trace.add(name, what + " answer lost");
                fail(answer, TIMEOUT, away("timeout"));
                return;
            }
            world.schedule(delay(), () -> {
                trace.add(name, what + " " + outline(reply));
                answer.complete(reply);
            });
        });
    }

    private static String outline(RemoteReply<?> reply) {
        if (reply instanceof RemoteReply.Failed<?> failed) {
            return failed.failure().kind() + " " + failed.failure().code();
        }
        Object value = ((RemoteReply.Ok<?>) reply).value();
        if (value instanceof PushAnswer push) {
            return "ok" + outline(push);
        }
        return value instanceof SyncAnswer sync ? "ok" + outline(sync.push()) : "ok";
    }

    /** What was not simply admitted. */
    private static String outline(PushAnswer push) {
        StringBuilder text = new StringBuilder();
        for (OpAnswer answer : push.answers()) {
            if (answer instanceof OpAnswer.Decided decided) {
                boolean plain = decided.verdict() instanceof Verdict.Applied;
                text.append(plain ? "" : " " + decided.verdict());
            } else {
                text.append(' ').append(answer);
            }
        }
        return text.toString();
    }

    @Override
    public boolean expect(@Nullable RemotePlace place) {
        return remote.expect(place);
    }

    @Override
    public CompletableFuture<RemoteReply<RemoteHello>> hello() {
        return call("hello", remote::hello);
    }

    @Override
    public CompletableFuture<RemoteReply<PushAnswer>> push(PushRequest request) {
        return call("push " + request.ops().size(), () -> remote.push(request));
    }

    @Override
    public CompletableFuture<RemoteReply<SyncAnswer>> sync(PushRequest push, PullRequest pull) {
        return call("sync " + push.ops().size(), () -> remote.sync(push, pull));
    }

    @Override
    public CompletableFuture<RemoteReply<PullAnswer>> pull(PullRequest request) {
        return call("pull", () -> remote.pull(request));
    }

    @Override
    public CompletableFuture<RemoteReply<SnapshotManifest>> snapshot(SnapshotRequest request) {
        return call("snapshot", () -> remote.snapshot(request));
    }

    @Override
    public CompletableFuture<RemoteReply<SnapshotPage>> part(SnapshotPart part) {
        return call("part", () -> remote.part(part));
    }

    @Override
    public LiveChannel live(LiveRequest request, LiveListener listener) {
        Ear ear = new Ear(listener);
        world.schedule(delay(), () -> {
            if (ear.over) {
                return;
            }
            if (online.getAsBoolean() && !cut) {
                ear.channel = remote.live(request, ear);
            } else {
                ear.end(away("offline"));
            }
        });
        return ear::close;
    }

    /** The other end of a live channel; it hears in order, and may be cut at any message. */
    private final class Ear implements LiveListener {
        private final LiveListener listener;
        private LiveChannel channel = () -> {};
        private long heardUntil;
        private boolean over;

        Ear(LiveListener listener) {
            this.listener = listener;
        }

        void close() {
            over = true;
            channel.close();
        }

        void end(RemoteFailure failure) {
            if (!over) {
                close();
                trace.add(name, "live ended " + failure.code());
                listener.ended(failure);
            }
        }

        private void later(Runnable news) {
            long now = world.nanoTime();
            // what comes through one channel stays in order
            heardUntil = Math.max(heardUntil, now + delay().toNanos());
            world.schedule(Duration.ofNanos(heardUntil - now), () -> {
                if (over || cut) {
                    return;
                }
                if (!online.getAsBoolean() || chance.happens(faults.get().liveCuts())) {
                    end(away("cut"));
                } else {
                    news.run();
                }
            });
        }

        @Override
        public void opened() {
            later(listener::opened);
        }

        @Override
        public void ops(PullAnswer answer, RemoteTime time) {
            // the channel goes on behind what is too large for it, as a server's does
            boolean tooLarge = added.happens(faults.get().tooLarge());
            later(() -> {
                if (tooLarge) {
                    trace.add(name, "live holds too little for " + answer.ops().size());
                    listener.behind();
                    return;
                }
                trace.add(name, "live " + answer.ops().size());
                listener.ops(answer, time);
            });
        }

        @Override
        public void behind() {
            later(listener::behind);
        }

        @Override
        public void ended(RemoteFailure failure) {
            later(() -> end(failure));
        }
    }

    @Override
    public void close() {
        cut = true;
        remote.close();
    }
}
