package dev.weftwork.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.Verdict;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryRemote;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.server.SyncServer;
import dev.weftwork.spi.OpAnswer;
import dev.weftwork.spi.PullAnswer;
import dev.weftwork.spi.PullRequest;
import dev.weftwork.spi.PushAnswer;
import dev.weftwork.spi.PushRequest;
import dev.weftwork.spi.RemoteAdapter;
import dev.weftwork.spi.RemoteCursor;
import dev.weftwork.spi.RemoteReply;
import dev.weftwork.spi.SnapshotManifest;
import dev.weftwork.spi.SnapshotPart;
import dev.weftwork.spi.SnapshotRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server on SQLite and the workspace in memory say the same to the same operations, retries and forks included. */
final class SameAsInMemoryTest {
    private static final Duration RETENTION = Duration.ofMinutes(3);
    private static final int ROUNDS = 200;

    @TempDir
    private Path directory;

    private final ManualScheduler scheduler = new ManualScheduler();
    private final MemoryWorkspace workspace = MemoryWorkspace.create("studio", scheduler);

    /** Where one entity is. */
    private record At(WorkflowId workflow, EntityKey key) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void bothAdmitAlike(long seed) throws IOException {
        RandomOps ops = new RandomOps(seed);
        Set<String> outcomes = new TreeSet<>();
        try (SyncServer server = server();
                RemoteAdapter real = HttpRemote.at(server.address(), () -> Studio.TOKEN);
                RemoteAdapter model = MemoryRemote.of(workspace, "ada")) {
            for (int round = 0; round < ROUNDS; round++) {
                scheduler.advance(Duration.ofSeconds(20));
                PushRequest push = ops.next(scheduler.wallMillis());
                PushAnswer expected = value(model.push(push));

                assertThat(value(real.push(push)))
                        .as("round %s of seed %s", round, seed)
                        .isEqualTo(expected);
                expected.answers().forEach(answer -> outcomes.add(outcome(answer)));
                if (round % 10 == 9) {
                    server.forget(RETENTION);
                    workspace.compact(RETENTION);
                    assertSameState(real, model);
                }
            }
            assertSameState(real, model);
            assertThat(ops.summary()).as("what was tried").contains("again", "guarded", "late", "fork");
            assertThat(outcomes)
                    .as("what came of it")
                    .contains(
                            "APPLIED",
                            "BEGUN_ANEW",
                            "DUPLICATE",
                            "ENTITY_PURGED",
                            "MALFORMED",
                            "OP_ID_REUSED",
                            "REPLICA_FORKED");
        }
    }

    private static String outcome(OpAnswer answer) {
        if (answer instanceof OpAnswer.Decided decided) {
            Verdict verdict = decided.verdict();
            if (verdict instanceof Verdict.Rejected rejected) {
                return rejected.code();
            }
            if (verdict instanceof Verdict.Applied applied && !applied.cleared().isEmpty()) {
                return "BEGUN_ANEW";
            }
            return verdict instanceof Verdict.Forked forked ? forked.code() : "APPLIED";
        }
        return "DUPLICATE";
    }

    private void assertSameState(RemoteAdapter real, RemoteAdapter model) {
        assertThat(snapshot(real)).isEqualTo(snapshot(model));
        PullAnswer ours = pull(real);
        PullAnswer theirs = pull(model);
        assertThat(ours.ops()).isEqualTo(theirs.ops());
        assertThat(ours.digests()).isEqualTo(theirs.digests());
        assertThat(ours.seq()).isEqualTo(theirs.seq());
    }

    /** What is above the floor, and the digests at the head. */
    private PullAnswer pull(RemoteAdapter remote) {
        RemoteCursor head = value(remote.snapshot(SnapshotRequest.ALL)).cursor();
        PullRequest fromStart =
                new PullRequest(RemoteCursor.START, 500, Duration.ZERO, Set.of(), workspace.workflows());
        RemoteReply<PullAnswer> whole = remote.pull(fromStart).join();
        if (whole instanceof RemoteReply.Ok<PullAnswer> ok && !ok.value().more()) {
            return ok.value();
        }
        return value(remote.pull(new PullRequest(head, 500, Duration.ZERO, Set.of(), workspace.workflows())));
    }

    private static Map<At, Entity> snapshot(RemoteAdapter remote) {
        Map<At, Entity> entities = new HashMap<>();
        SnapshotManifest manifest = value(remote.snapshot(SnapshotRequest.ALL));
        for (SnapshotPart part : manifest.parts()) {
            value(remote.part(part))
                    .entities()
                    .forEach(row ->
                            entities.put(new At(row.workflow(), row.entity().key()), row.entity()));
        }
        return entities;
    }

    private static <T> T value(CompletableFuture<RemoteReply<T>> future) {
        RemoteReply<T> reply = future.join();
        assertThat(reply).isInstanceOf(RemoteReply.Ok.class);
        return ((RemoteReply.Ok<T>) reply).value();
    }

    private SyncServer server() throws IOException {
        Clock clock = new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return Instant.ofEpochMilli(scheduler.wallMillis());
            }
        };
        return Studio.in(directory).clock(clock).start();
    }
}
