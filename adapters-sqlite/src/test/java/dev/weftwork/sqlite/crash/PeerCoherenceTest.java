package dev.weftwork.sqlite.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weftwork.graph.Json;
import dev.weftwork.graph.Workflow;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.schedule.Scheduler;
import dev.weftwork.spi.ReadTransaction;
import dev.weftwork.sqlite.SqliteStorage;
import dev.weftwork.store.Store;
import dev.weftwork.store.StoreBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several processes have one file open and see what the others do. */
final class PeerCoherenceTest {
    private static final long SEED = Long.getLong("weftwork.seed", 7_003L);
    private static final int EDITS = 200;
    private static final int LONGEST_PAUSE_NANOS = 10_000_000;
    private static final Duration LONG_LEASE = Duration.ofHours(1);
    private static final Duration SHORT_LEASE = Duration.ofMillis(500);

    @TempDir
    private Path temp;

    private final Random random = new Random(SEED);
    private final List<Child> peers = new ArrayList<>();

    @BeforeEach
    void found() {
        try (Store store = open()) {
            store.createWorkflow(
                    PeerProcess.WORKFLOW, "Shared", draft -> draft.addNode(PeerProcess.NODE, "board", node -> {}));
        }
    }

    @AfterEach
    void killAll() throws InterruptedException {
        for (Child peer : peers) {
            peer.kill();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyEditReachesTheOthersInOrder(boolean watched) throws Exception {
        join(2, watched);
        try (Store store = open()) {
            List<Long> sent = new ArrayList<>();
            for (int i = 0; i < EDITS; i++) {
                LockSupport.parkNanos(random.nextInt(LONGEST_PAUSE_NANOS));
                sent.add(PeerProcess.micros());
                store.updateNodeConfig(PeerProcess.WORKFLOW, PeerProcess.NODE, "count", Integer.toString(i))
                        .awaitDurable();
            }
            List<Long> delays = new ArrayList<>();
            for (Child peer : peers) {
                peer.await(EDITS, line -> line.startsWith("saw count "));
                List<String[]> seen = peer.lines().stream()
                        .filter(line -> line.startsWith("saw count "))
                        .map(line -> line.split(" "))
                        .toList();
                assertThat(seen.stream().map(line -> Integer.parseInt(line[2])))
                        .isEqualTo(IntStream.range(0, EDITS).boxed().toList());
                for (int i = 0; i < EDITS; i++) {
                    delays.add(Long.parseLong(seen.get(i)[3]) - sent.get(i));
                }
            }
            delays.sort(null);
            System.out.printf(
                    "peer coherence, %s: %d edits seen by %d processes each, p50 %d ms, p99 %d ms, most %d ms%n",
                    watched ? "watched" : "asking",
                    EDITS,
                    peers.size(),
                    delays.get(delays.size() / 2) / 1_000,
                    delays.get(delays.size() * 99 / 100) / 1_000,
                    delays.get(delays.size() - 1) / 1_000);
        }
    }

    @Test
    void processesThatEditAtOnceEndWithTheSameState() throws Exception {
        join(2);
        try (Store store = open()) {
            CountDownLatch lasts = new CountDownLatch(peers.size());
            for (int i = 0; i < peers.size(); i++) {
                String last = "last-of-" + i;
                store.select(PeerProcess.WORKFLOW, workflow -> setting(workflow, last), value -> {
                    if (value != null) {
                        lasts.countDown();
                    }
                });
                peers.get(i).say("scribble " + i + " " + random.nextLong() + "\n");
            }
            PeerProcess.scribble(store, "parent", random);
            for (Child peer : peers) {
                peer.await(peers.size(), line -> line.startsWith("saw last-of-"));
            }
            assertThat(lasts.await(Child.PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                    .as("This store saw the last edit of each peer; %s missing", lasts.getCount())
                    .isTrue();
            String here = "dump " + Dump.of(store).hashCode();
            for (Child peer : peers) {
                assertThat(peer.ask("dump", "dump ")).isEqualTo(here);
            }
        }
    }

    @Test
    void oneOfThreeHoldsTheLeaseAndAnotherTakesOverWhenItIsKilled() throws Exception {
        join(3);
        List<Child> holders = holders();
        assertThat(holders).hasSize(1);
        assertThat(holders()).isEqualTo(holders);
        Child holder = holders.get(0);
        assertThat(lease(holder, SHORT_LEASE)).isTrue();
        kill(holder);
        List<Child> heirs = holders();
        long since = System.nanoTime();
        while (heirs.isEmpty()) {
            assertThat(System.nanoTime() - since)
                    .as("Nobody took the lease of the killed process, though it ran out")
                    .isLessThan(Child.PATIENCE.toNanos());
            LockSupport.parkNanos(LONGEST_PAUSE_NANOS);
            heirs = holders();
        }
        assertThat(heirs).hasSize(1);

        assertThat(holders()).as("who takes the lease of one that lives").isEqualTo(heirs);
        kill(heirs.get(0));
        // where the system tells that a process has ended, nobody waits for its lease to run out
        assertThat(holders())
                .as("who takes a lease that still runs")
                .hasSize(Files.exists(Path.of("/proc/self/stat")) ? 1 : 0);
    }

    private void kill(Child peer) throws InterruptedException {
        peer.kill();
        peers.remove(peer);
    }

    /** All take or prolong the lease, for longer than this test runs on any machine. */
    private List<Child> holders() throws InterruptedException {
        List<Child> holders = new ArrayList<>();
        for (Child peer : peers) {
            if (lease(peer, LONG_LEASE)) {
                holders.add(peer);
            }
        }
        return holders;
    }

    private static boolean lease(Child peer, Duration duration) throws InterruptedException {
        return peer.ask("lease " + duration.toMillis(), "lease ").equals("lease true");
    }

    @Test
    void aProcessThatSleptThroughThePrunedLogReadsEverythingAnew() throws Exception {
        join(2);
        Child sleeper = peers.get(0);
        long before = position();
        freeze(sleeper, "STOP");
        // It will find this when it wakes up, together with all that it has missed.
        sleeper.say("edit from-the-sleeper yes\n");
        Scheduler minutesLater = new ManualScheduler(System.currentTimeMillis() + 120_000);
        try (Store store = open(Store.builder().scheduler(minutesLater))) {
            PeerProcess.scribble(store, "meanwhile", random);
        }
        assertThat(floor()).as("what is pruned").isGreaterThan(before);
        freeze(sleeper, "CONT");
        sleeper.await(1, line -> line.startsWith("edited from-the-sleeper"));
        sleeper.await(1, line -> line.startsWith("saw last-of-meanwhile"));
        peers.get(1).await(1, line -> line.startsWith("saw from-the-sleeper"));
        try (Store store = open()) {
            String here = "dump " + Dump.of(store).hashCode();
            for (Child peer : peers) {
                assertThat(peer.ask("dump", "dump ")).isEqualTo(here);
            }
        }
    }

    private static @Nullable Json setting(Workflow workflow, String key) {
        return workflow.node(PeerProcess.NODE).map(node -> node.config(key)).orElse(null);
    }

    private static void freeze(Child child, String signal) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/bin/kill")) || Files.isExecutable(Path.of("/usr/bin/kill")));
        int code = new ProcessBuilder("kill", "-" + signal, Long.toString(child.pid()))
                .start()
                .waitFor();
        assertThat(code).isZero();
    }

    private long position() throws IOException {
        try (SqliteStorage storage = SqliteStorage.at(file())) {
            return storage.head();
        }
    }

    private long floor() throws IOException {
        try (SqliteStorage storage = SqliteStorage.at(file())) {
            return storage.read(ReadTransaction::floor);
        }
    }

    private void join(int count) throws IOException, InterruptedException {
        join(count, false);
    }

    private void join(int count, boolean watched) throws IOException, InterruptedException {
        for (int i = 0; i < count; i++) {
            peers.add(Child.start(PeerProcess.class, temp, List.of(file().toString(), Boolean.toString(watched))));
        }
        for (Child peer : peers) {
            peer.await(1, "open"::equals);
        }
    }

    private Store open() {
        return open(Store.builder());
    }

    private Store open(StoreBuilder builder) {
        return builder.storage(SqliteStorage.builder(file())
                        .busyTimeout(Child.PATIENCE)
                        .build())
                .open();
    }

    private Path file() {
        return temp.resolve("shared.db");
    }
}
