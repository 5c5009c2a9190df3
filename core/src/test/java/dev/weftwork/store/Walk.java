package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.OpId;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.oplog.LogEntry;
import dev.weftwork.spi.StorageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** A random walk of a few processes over one disk, beside a model in plain maps. The seed decides everything. */
final class Walk {
    private final Random random;
    private final Site site = new Site();
    private final List<Walker> walkers = new ArrayList<>();
    /** Every edit by its operation, and the edits in the order in which they got onto the disk. */
    private final Map<OpId, NaiveEdit> edits = new HashMap<>();

    private final List<List<NaiveEdit>> log = new ArrayList<>();
    private final Set<OpId> onDisk = new HashSet<>();
    private final Set<OpId> promised = new HashSet<>();
    private boolean answerLost;
    private String step = "start";

    private static final class Walker {
        private final Host host;
        private final List<WalkEdit.Made> made = new ArrayList<>();
        private final int number;
        private boolean refused;
        private boolean asleep;

        Walker(Host host, int number) {
            this.host = host;
            this.number = number;
        }
    }

    Walk(long seed) {
        random = new Random(seed);
        site.disk.afterCommit(this::committed);
        begin();
    }

    String step() {
        return step;
    }

    private void begin() {
        answerLost = false;
        walkers.add(new Walker(site.start(), walkers.size()));
    }

    /** Notes what has got into the log, and now and then loses the answer. */
    private void committed() {
        try (MemoryStorage storage = MemoryStorage.on(site.disk)) {
            storage.read(moment -> {
                moment.log(log.size(), (position, body) -> log.add(edits(LogEntry.read(position, body))));
                return true;
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (answerLost) {
            answerLost = false;
            throw new StorageException(StorageException.Kind.IO, "The answer was lost", "Try again");
        }
    }

    private List<NaiveEdit> edits(LogEntry entry) {
        List<NaiveEdit> found = new ArrayList<>();
        entry.ops().forEach(logged -> {
            OpId op = logged.op().id();
            assertThat(onDisk.add(op)).as("operation %s is new", op).isTrue();
            found.add(edits.get(op));
        });
        return found;
    }

    void walk(int steps) {
        for (int i = 0; i < steps; i++) {
            take(random.nextInt(100));
            check();
        }
        heal();
    }

    private void take(int dice) {
        List<Walker> awake = walkers.stream().filter(each -> !each.asleep).toList();
        Walker walker = awake.get(random.nextInt(awake.size()));
        if (dice < 60) {
            named(walker, "edits", () -> edit(walker));
        } else if (dice < 70) {
            named(walker, "awaits", () -> await(walker));
        } else if (dice < 80) {
            named(walker, "passes time", () -> site.pass(Duration.ofMillis(random.nextInt(400))));
        } else if (dice < 83) {
            named(walker, "rests", () -> site.pass(Duration.ofMillis(3_000 + random.nextInt(3_000))));
        } else if (dice < 86) {
            named(walker, "is idle", () -> site.pass(Duration.ofMinutes(1 + random.nextInt(12))));
        } else if (dice < 89) {
            named(walker, "is switched", () -> switchWrites(walker));
        } else if (dice < 91) {
            named(walker, "loses an answer", () -> answerLost = !walker.refused);
        } else if (dice < 92) {
            named(walker, "sleeps or wakes another", () -> sleepOrWake(walker, awake.size() > 1));
        } else if (dice < 94 && walkers.size() < 3) {
            named(walker, "gets a fellow", this::begin);
        } else if (dice < 96) {
            named(walker, "restarts", () -> restart(walker));
        } else {
            named(walker, "crashes", () -> crash(walker));
        }
    }

    private void named(Walker walker, String what, Runnable act) {
        step = step + "\n" + walker.number + " " + what;
        act.run();
    }

    private void edit(Walker walker) {
        // what has to be loaded brings in what others wrote, so that comes first
        WalkEdit.load(walker.host.store());
        WalkEdit edit = new WalkEdit(random, walker.host.store(), view(walker));
        edit.make().ifPresent(made -> {
            walker.made.add(made);
            edits.put(made.edit().op(), made.edit());
            step += " " + made.edit().graph() + made.edit().writes();
        });
    }

    private void await(Walker walker) {
        if (walker.made.isEmpty()) {
            return;
        }
        WalkEdit.Made last = walker.made.get(walker.made.size() - 1);
        try {
            last.commit().awaitDurable();
            promised.add(last.edit().op());
        } catch (StorageException e) {
            assertThat(e.kind()).isIn(StorageException.Kind.LOCKED, StorageException.Kind.IO);
        }
    }

    private void switchWrites(Walker walker) {
        walker.refused = !walker.refused;
        walker.host.storage().refuseWrites(walker.refused ? new IOException("busy") : null);
    }

    private void sleepOrWake(Walker walker, boolean othersAwake) {
        List<Walker> sleepers = walkers.stream().filter(each -> each.asleep).toList();
        if (sleepers.isEmpty() && othersAwake) {
            walker.asleep = true;
            site.sleep(walker.host);
        }
        sleepers.forEach(this::wake);
    }

    private void wake(Walker walker) {
        walker.asleep = false;
        site.wake(walker.host);
    }

    private void restart(Walker walker) {
        answerLost = false;
        if (walker.refused) {
            switchWrites(walker);
        }
        site.stop(walker.host);
        walker.made.forEach(made -> promised.add(made.edit().op()));
        walkers.set(walkers.indexOf(walker), new Walker(site.start(), walker.number));
    }

    private void crash(Walker walker) {
        answerLost = false;
        site.crash(walker.host);
        walkers.set(walkers.indexOf(walker), new Walker(site.start(), walker.number));
    }

    /** What a process should show: what it has read of the log, and its own edits on top. */
    private NaiveState view(Walker walker) {
        List<NaiveEdit> all = new ArrayList<>();
        log.subList(0, Math.toIntExact(walker.host.storage().seen())).forEach(all::addAll);
        Set<OpId> taken = new HashSet<>();
        all.forEach(edit -> taken.add(edit.op()));
        walker.made.stream()
                .map(WalkEdit.Made::edit)
                .filter(edit -> !taken.contains(edit.op()))
                .forEach(all::add);
        return NaiveState.of(all);
    }

    private void check() {
        assertThat(onDisk).containsAll(promised);
        for (Walker walker : walkers) {
            // looking loads everything, and what is not loaded goes other ways, so not everybody is looked at each time
            if (walker.asleep || random.nextInt(3) == 0) {
                continue;
            }
            WalkEdit.load(walker.host.store());
            assertThat(Shown.of(walker.host.store()))
                    .as("process %d", walker.number)
                    .isEqualTo(view(walker).text());
        }
    }

    /** Everything works again: all processes agree, and so does one that starts anew. */
    private void heal() {
        step = step + "\nheal";
        answerLost = false;
        walkers.stream().filter(walker -> walker.refused).forEach(this::switchWrites);
        walkers.forEach(this::wake);
        walkers.forEach(walker -> walker.host.store().flush());
        site.pass(Duration.ofSeconds(1));
        String all = NaiveState.of(log.stream().flatMap(List::stream).toList()).text();
        List<String> dumps = new ArrayList<>();
        for (Walker walker : walkers) {
            assertThat(Shown.of(walker.host.store())).isEqualTo(all);
            assertThat(walker.host.time().failures()).isEmpty();
            dumps.add(Dump.of(walker.host.store()));
        }
        Store fresh = site.crashAll().store();
        fresh.collection("files");
        dumps.add(Dump.of(fresh));
        assertThat(dumps).containsOnly(dumps.get(0));
    }
}
