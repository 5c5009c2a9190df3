package dev.weftwork.sync;

import dev.weftwork.change.DeviceId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.schedule.Cancellable;
import dev.weftwork.spi.GestureFrame;
import dev.weftwork.spi.LiveChannel;
import dev.weftwork.spi.LiveListener;
import dev.weftwork.spi.LiveRequest;
import dev.weftwork.spi.PullAnswer;
import dev.weftwork.spi.PullRequest;
import dev.weftwork.spi.RemoteCursor;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteReply;
import dev.weftwork.spi.RemoteTime;
import dev.weftwork.store.Exchanged;
import dev.weftwork.store.ReplicaState;
import dev.weftwork.store.Replication;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Hears what others do: through the live channel, or by a pull that waits where there is none or it does not last.
 * Begins after a sync, since only then there is a place to listen from. Confined to the engine's lane.
 */
final class Listening {
    private static final Duration QUICK = Duration.ofSeconds(10);
    private static final Duration LONG_POLL = Duration.ofSeconds(25);
    private static final int MOST_QUICK_ENDS = 3;
    private static final int PAGE = 500;

    private final Session session;
    private final Conductor conductor;
    private final Replication replication;
    private final Backoff backoff;
    private @Nullable Channel channel;
    private @Nullable Cancellable reopening;
    private int quickEnds;
    private int generation;
    private boolean polling;
    /** How far the channel told of what was left to a sync under way. */
    private long leftToSync;

    private Set<WorkflowId> scope = Set.of();

    Listening(Session session, Conductor conductor) {
        this.session = session;
        this.conductor = conductor;
        this.replication = session.store().replication();
        backoff = new Backoff(session.chance());
    }

    boolean isLive() {
        return polling || (channel != null && channel.opened);
    }

    /** Listens from where the store stands for what it follows now, unless somebody does already. */
    void begin() {
        long told = leftToSync;
        leftToSync = 0;
        if (told > replication.state().seq()) {
            conductor.request(SyncTrigger.LIVE);
            return;
        }
        Optional<Scope.Reach> reach = session.scope().reach();
        if (reach.isEmpty() || !session.options().live() || channel != null || polling || reopening != null) {
            return;
        }
        scope = reach.get().pulled();
        if (session.hasLive() && quickEnds < MOST_QUICK_ENDS) {
            open(Start.of(replication.state(), session.pasts()));
        } else {
            polling = true;
            poll(generation);
        }
    }

    void stop() {
        generation++;
        polling = false;
        Channel open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
        Cancellable timer = reopening;
        reopening = null;
        if (timer != null) {
            timer.cancel();
        }
    }

    /** A new connection may have what the last one had not. */
    void forget() {
        stop();
        quickEnds = 0;
    }

    private void open(Start at) {
        Channel next = new Channel(at, session.scheduler().nanoTime());
        channel = next;
        next.open();
    }

    private void ended(Channel which, RemoteFailure failure) {
        if (channel != which) {
            return;
        }
        channel = null;
        boolean quick = session.scheduler().nanoTime() - which.openedAt < QUICK.toNanos();
        quickEnds = quick ? quickEnds + 1 : 0;
        if (failure.kind() == RemoteFailure.Kind.UNSUPPORTED) {
            quickEnds = MOST_QUICK_ENDS;
        }
        if (!quick) {
            backoff.succeeded();
        }
        Duration pause =
                backoff.failed(session.options().firstRetry(), session.options().lastRetry());
        Duration asked = failure.retryAfter();
        reopening = session.scheduler()
                .schedule(
                        asked != null && asked.compareTo(pause) > 0 ? asked : pause,
                        () -> hand(() -> {
                            reopening = null;
                            // what was missed meanwhile is pulled first; that also tells whether the server is there
                            conductor.request(SyncTrigger.LIVE);
                        }));
        conductor.statusChanged();
    }

    private void poll(int mine) {
        Start start = Start.of(replication.state(), session.pasts());
        PullRequest request = new PullRequest(start.cursor, PAGE, LONG_POLL, scope, Set.of());
        session.calls()
                .ask(
                        () -> session.remote().pull(request),
                        session.options().patience().plus(LONG_POLL),
                        reply -> {
                            if (mine != generation || !polling) {
                                return;
                            }
                            if (reply instanceof RemoteReply.Ok<PullAnswer> ok) {
                                heard(start, ok.value(), ok.time());
                                poll(mine);
                            } else {
                                stop();
                                conductor.request(SyncTrigger.LIVE);
                            }
                        });
    }

    /**
     * Takes in what begins somewhere and has no gaps. Where it begins before the store stands, because a sync went by
     * meanwhile, the store knows what it has already; unless another process on the file brought it there, which may have
     * asked for other workflows, or another past of the server.
     */
    private void heard(@Nullable Start start, PullAnswer answer, RemoteTime time) {
        ReplicaState state = replication.state();
        boolean own = session.isWhereItWasBrought(state);
        if (start != null && start.leadsOn(state, own, session.pasts(), answer)) {
            conductor.received(Exchanged.pull(state.cursor(), answer, time).within(scope));
        } else if (answer.seq() > state.seq() || !own) {
            // a sync went by meanwhile, and this begins before its end and goes on behind it; or something lies between
            conductor.request(SyncTrigger.LIVE);
        }
    }

    /**
     * Where something begins.
     *
     * @param seq the number there
     * @param past of which of the server's pasts, since a restored server gives numbers anew
     */
    private record Start(RemoteCursor cursor, long seq, int past) {
        static Start of(ReplicaState state, int past) {
            return new Start(state.cursor(), state.seq(), past);
        }

        /** Whether what begins here goes on from where the store stands, at the latest. */
        boolean leadsOn(ReplicaState state, boolean own, int now, PullAnswer answer) {
            boolean overlaps = own && past == now && seq <= state.seq() && state.seq() < answer.seq();
            return overlaps || cursor.equals(state.cursor());
        }
    }

    /** Whether all of it is this device's own. */
    private boolean isEcho(PullAnswer answer) {
        DeviceId self = replication.state().device();
        return !answer.ops().isEmpty()
                && answer.ops().stream()
                        .allMatch(each -> each.op().origin().device().equals(self));
    }

    private void show(GestureFrame frame) {
        try {
            if (session.scope().includes(frame.workflow())) {
                replication.show(frame);
            }
        } catch (RuntimeException e) {
            session.stumbled(e);
        }
    }

    private void hand(Runnable task) {
        try {
            session.lane().execute(task);
        } catch (RejectedExecutionException e) {
            // the engine is closed and hears nothing any more
            return;
        }
    }

    /** One live channel; what it tells is brought to the lane. */
    private final class Channel implements LiveListener {
        private final Start from;
        private final long openedAt;
        /** Where what comes next begins; not known behind what was too large to be told. */
        private @Nullable Start at;

        private @Nullable LiveChannel open;
        private boolean opened;

        Channel(Start at, long openedAt) {
            this.from = at;
            this.at = at;
            this.openedAt = openedAt;
        }

        void open() {
            open = session.remote().live(new LiveRequest(from.cursor, scope), this);
        }

        void close() {
            LiveChannel standing = open;
            if (standing != null) {
                standing.close();
            }
        }

        @Override
        public void opened() {
            onLane(() -> {
                opened = true;
                conductor.statusChanged();
            });
        }

        @Override
        public void ops(PullAnswer answer, RemoteTime time) {
            onLane(() -> {
                Start start = at;
                at = new Start(answer.cursor(), answer.seq(), from.past);
                if (conductor.isSyncing() && isEcho(answer)) {
                    // the answer to the push tells the same, and once is enough to write it down
                    leftToSync = answer.seq();
                } else {
                    heard(start, answer, time);
                }
            });
        }

        @Override
        public void behind() {
            onLane(() -> {
                at = null;
                conductor.request(SyncTrigger.LIVE);
            });
        }

        @Override
        public void frame(GestureFrame frame) {
            onLane(() -> show(frame));
        }

        @Override
        public void ended(RemoteFailure failure) {
            hand(() -> Listening.this.ended(this, failure));
        }

        @SuppressWarnings("ReferenceEquality") // only the channel that stands now counts
        private void onLane(Runnable task) {
            hand(() -> {
                if (channel == this) {
                    task.run();
                }
            });
        }
    }
}
