package dev.weftwork.sqlite.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.WorkflowId;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.spi.StorageException;
import dev.weftwork.sqlite.Durability;
import dev.weftwork.sqlite.SqliteStorage;
import dev.weftwork.store.RecoveryReport;
import dev.weftwork.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Files that a disk has damaged: what opens is exactly the state after some commit and takes edits, everything else is
 * refused by a {@link StorageException} and can be recovered from. The property {@code weftwork.mutations} says how
 * often.
 */
final class DamagedFileTest {
    private static final int MUTATIONS = Integer.getInteger("weftwork.mutations", 2_000);
    private static final long SEED = Long.getLong("weftwork.seed", 7_001L);
    private static final int TRIALS_PER_STORE = 100;
    private static final int ACCEPTED_PER_EDIT = 5;
    private static final int REFUSED_PER_RECOVERY = 10;
    private static final Set<StorageException.Kind> REFUSALS = Set.of(
            StorageException.Kind.CORRUPT, StorageException.Kind.UNSUPPORTED, StorageException.Kind.NEWER_SCHEMA);

    private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    private final List<String> slips = new ArrayList<>();
    private Path directory;
    private int accepted;
    private int refused;
    private int recovered;
    private int whole;
    private int hopeless;

    private enum Outcome {
        UNHARMED,
        EARLIER_COMMIT,
        REFUSED_AT_OPEN,
        REFUSED_AT_READ,
        REFUSED_AT_WRITE
    }

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = Scratch.directory();
    }

    @AfterEach
    void removeDirectory() throws IOException {
        Scratch.delete(directory);
    }

    @Test
    void aDamagedFileIsRefusedOrShowsExactlyTheStateAfterSomeCommit() throws Exception {
        List<Specimen> specimens = List.of();
        for (int trial = 0; trial < MUTATIONS; trial++) {
            if (trial % TRIALS_PER_STORE == 0) {
                Path nursery = Files.createDirectories(directory.resolve("store-" + trial));
                specimens = Specimens.make(nursery, SEED + trial);
                Scratch.delete(nursery);
            }
            Random random = new Random(SEED * 1_000_003 + trial);
            int which = random.nextInt(specimens.size());
            trial(trial, Mutation.of(specimens.get(which), specimens.subList(0, which), random));
        }
        System.out.printf(
                "damaged files: %d mutations, %s, slipped through %d; recoveries: %d, of which %d whole, and nothing to"
                        + " read in %d%n",
                MUTATIONS, outcomes, slips.size(), recovered, whole, hopeless);
        assertThat(slips).as("damage that slipped through").isEmpty();
    }

    /** A number that a bit turned into another number looks as good as before. */
    @Test
    void aSettingIsRefusedWhateverBitOfItIsWrong() throws Exception {
        Specimen closed = Specimens.make(Files.createDirectory(directory.resolve("store")), SEED)
                .get(0);
        Path file = directory.resolve("damaged.db");
        closed.write(file);
        Map<String, String> settings = new TreeMap<>();
        try (SqliteStorage storage = storage(file)) {
            storage.read(moment -> {
                moment.settings("", settings::put);
                return true;
            });
        }
        assertThat(settings).containsKeys("clock", "folded", "schema", "seal", "workflows");
        String bytes = new String(closed.database(), StandardCharsets.ISO_8859_1);
        settings.forEach((name, value) -> {
            // In a record of the table the name is followed by the value.
            int start = bytes.indexOf(name + value) + name.length();
            assertThat(start).as("where %s lies", name).isGreaterThan(name.length());
            for (int bit = 0; bit < value.length() * Byte.SIZE; bit += 3) {
                byte[] damaged = closed.database().clone();
                damaged[start + bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
                Mutation mutation = new Mutation(closed.with(damaged, closed.log()), name, false, false);
                Outcome outcome = outcome(file, mutation);
                // the list only repeats what rows say, and these are read if anything of it is wrong
                if (outcome != Outcome.UNHARMED || !name.startsWith("list")) {
                    assertThat(outcome)
                            .as("bit %d of %s = %s", bit, name, value)
                            .isIn(Outcome.REFUSED_AT_OPEN, Outcome.REFUSED_AT_READ);
                }
            }
        });
    }

    private Outcome outcome(Path file, Mutation mutation) {
        try {
            mutation.specimen().write(file);
            return judge(file, mutation);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void trial(int number, Mutation mutation) throws IOException {
        Path file = directory.resolve("damaged.db");
        mutation.specimen().write(file);
        try {
            Outcome outcome = judge(file, mutation);
            outcomes.merge(outcome, 1, Integer::sum);
            if (outcome == Outcome.REFUSED_AT_OPEN || outcome == Outcome.REFUSED_AT_READ) {
                rescue(file, mutation.specimen());
            }
        } catch (RuntimeException | AssertionError e) {
            slips.add("seed " + SEED + " trial " + number + ": " + mutation.what() + ": " + e + " at "
                    + List.of(e.getStackTrace()).subList(0, Math.min(8, e.getStackTrace().length)));
        }
    }

    private Outcome judge(Path file, Mutation mutation) throws IOException {
        Outcome refusal = Outcome.REFUSED_AT_OPEN;
        try (SqliteStorage storage = storage(file)) {
            Store store = open(storage);
            refusal = Outcome.REFUSED_AT_READ;
            Outcome outcome = judge(Dump.of(store), mutation);
            if (accepted++ % ACCEPTED_PER_EDIT > 0) {
                return outcome;
            }
            refusal = Outcome.REFUSED_AT_WRITE;
            String expected = edit(store);
            store.close();
            return reopen(file, expected, outcome);
        } catch (StorageException e) {
            if (!REFUSALS.contains(e.kind())) {
                throw new AssertionError(refusal + ", but as " + e.kind() + ": " + e.getMessage(), e);
            }
            return refusal;
        }
    }

    private static Outcome judge(String found, Mutation mutation) {
        Specimen specimen = mutation.specimen();
        if (found.equals(specimen.newest())) {
            return Outcome.UNHARMED;
        }
        int commit = specimen.states().lastIndexOf(found) + 1;
        if (commit == 0) {
            throw new AssertionError("a state that never was:\n" + found);
        }
        boolean excusable = mutation.stale() || mutation.log() && commit >= specimen.least();
        if (!excusable) {
            throw new AssertionError("the state after commit " + commit + " of "
                    + specimen.states().size());
        }
        return Outcome.EARLIER_COMMIT;
    }

    /** Edits every workflow; gives what is to be found later. */
    private static String edit(Store store) {
        store.workflows().forEach(info -> edit(store, info.id()));
        store.flush();
        return Dump.of(store);
    }

    private static void edit(Store store, WorkflowId id) {
        store.renameWorkflow(id, "after the damage");
        store.setNodes(
                id,
                nodes -> nodes.stream()
                        .map(node -> node.toBuilder().at(1, 2).build())
                        .toList());
        assertThat(store.workflow(id).name()).as("the name just given").isEqualTo("after the damage");
        assertThat(store.workflow(id).nodes())
                .as("nodes just moved")
                .allMatch(node -> node.position() != null && node.position().x() == 1);
    }

    private static Outcome reopen(Path file, String expected, Outcome outcome) throws IOException {
        try (SqliteStorage storage = storage(file)) {
            assertThat(Dump.of(open(storage)))
                    .as("what was written after the damage")
                    .isEqualTo(expected);
        }
        return outcome;
    }

    /** Sometimes, as it takes longer than the rest. */
    private void rescue(Path file, Specimen specimen) throws IOException {
        if (refused++ % REFUSED_PER_RECOVERY > 0) {
            return;
        }
        Path place = Files.createDirectory(directory.resolve("recovered-" + refused));
        Optional<RecoveryReport> report = Rescue.of(file, place.resolve("recovered.db"), specimen);
        recovered += report.isPresent() ? 1 : 0;
        whole += report.map(RecoveryReport::complete).orElse(false) ? 1 : 0;
        hopeless += report.isPresent() ? 0 : 1;
        Scratch.delete(place);
    }

    private static SqliteStorage storage(Path file) {
        return SqliteStorage.builder(file).durability(Durability.NORMAL).build();
    }

    private static Store open(SqliteStorage storage) {
        return Store.builder()
                .storage(storage)
                .scheduler(new ManualScheduler(Specimens.LATER))
                .open();
    }
}
