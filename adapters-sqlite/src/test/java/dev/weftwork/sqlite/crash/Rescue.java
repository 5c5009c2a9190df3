package dev.weftwork.sqlite.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.Registers;
import dev.weftwork.change.Stamp;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.oplog.DamagedTextException;
import dev.weftwork.oplog.LogEntry;
import dev.weftwork.oplog.LoggedOp;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.spi.Row;
import dev.weftwork.spi.StorageException;
import dev.weftwork.sqlite.SalvageReport;
import dev.weftwork.sqlite.SalvageVisitor;
import dev.weftwork.sqlite.SqliteStorage;
import dev.weftwork.store.Recovery;
import dev.weftwork.store.RecoveryReport;
import dev.weftwork.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Recovers a damaged file as a host would, and checks what comes out. */
final class Rescue implements SalvageVisitor {
    private final Specimen specimen;
    private final Recovery recovery = new Recovery();
    private final List<LoggedOp> readable = new ArrayList<>();

    private Rescue(Specimen specimen) {
        this.specimen = specimen;
    }

    /** Gives the report, or nothing if there was nothing that could be read. */
    static Optional<RecoveryReport> of(Path damaged, Path fresh, Specimen specimen) throws IOException {
        return new Rescue(specimen).run(damaged, fresh);
    }

    private Optional<RecoveryReport> run(Path damaged, Path fresh) throws IOException {
        try {
            SalvageReport salvage = SqliteStorage.salvage(damaged, this);
            salvage.losses().forEach(recovery::loss);
        } catch (StorageException e) {
            assertThat(e.kind()).isEqualTo(StorageException.Kind.CORRUPT);
            recovery.loss(String.valueOf(e.getMessage()));
        }
        try (SqliteStorage storage = SqliteStorage.at(fresh)) {
            RecoveryReport report = recovery.writeTo(storage);
            storage.read(moment -> {
                check(Stored.of(moment), report);
                return true;
            });
            checkStore(fresh, report);
            return Optional.of(report);
        } catch (StorageException e) {
            assertThat(e).hasMessageContaining("Nothing could be read");
            assertThat(readable).isEmpty();
            return Optional.empty();
        }
    }

    private void check(Stored stored, RecoveryReport report) {
        List<String> invented = stored.registers().stream()
                .filter(register -> !specimen.written().contains(register))
                .filter(register -> !register.contains(":" + report.device().value() + ":"))
                .toList();
        assertThat(invented).as("values that were never written").isEmpty();
        for (LoggedOp logged : readable) {
            for (EntityWrites writes : logged.op().writes()) {
                writes.forEach(
                        (field, value) -> assertThat(stampOf(stored, logged.op().workflow(), writes.key(), field))
                                .as("%s of %s, which a readable entry wrote", field, writes.key())
                                .isGreaterThanOrEqualTo(logged.stamp()));
            }
        }
        assertThat(report.sentences()).isNotEmpty();
        assertThat(report.entities()).isPositive();
    }

    private static @Nullable Stamp stampOf(Stored stored, WorkflowId workflow, EntityKey key, String field) {
        GraphState graph = stored.graphs().get(workflow.value());
        Registers registers = graph == null || graph.entity(key) == null
                ? Registers.NONE
                : graph.entity(key).registers();
        return registers.stampOf(field);
    }

    /** The store opens, shows what is there, and takes edits that last. */
    private void checkStore(Path file, RecoveryReport report) {
        try (Store store = open(file)) {
            assertThat(store.workflows()).hasSize(report.workflows());
            String dump = Dump.of(store);
            if (report.complete()) {
                assertThat(specimen.states())
                        .as("a recovery that claims to be complete")
                        .contains(dump);
            }
            store.collection(Dump.COLLECTION).put("after", "recovery").awaitDurable();
        }
        try (Store store = open(file)) {
            assertThat(store.collection(Dump.COLLECTION).all()).containsKey("after");
        }
    }

    private static Store open(Path file) {
        return Store.builder()
                .storage(SqliteStorage.at(file))
                .scheduler(new ManualScheduler(Specimens.LATER))
                .open();
    }

    @Override
    public void entry(long position, String body) {
        recovery.entry(position, body);
        try {
            readable.addAll(LogEntry.read(position, body).ops());
        } catch (DamagedTextException e) {
            // not readable
        }
    }

    @Override
    public void row(Row row) {
        recovery.row(row);
    }

    @Override
    public void setting(String name, String value) {
        recovery.setting(name, value);
    }
}
