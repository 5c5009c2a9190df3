package dev.weftwork.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.spi.StorageException;
import dev.weftwork.spi.StorageException.Kind;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The faults that a disk in memory can be told to have. */
final class MemoryDiskTest {
    private final MemoryDisk disk = new MemoryDisk();

    @Test
    void writesFailAsOftenAsTheyWereToldTo() throws IOException {
        IOException later = new IOException("later");
        StorageException full = new StorageException(Kind.FULL, "full", "wait");
        disk.failWrites(2, later);
        disk.failWrites(1, full);
        try (MemoryStorage storage = MemoryStorage.on(disk)) {
            assertThatThrownBy(() -> storage.append(0, "x")).isSameAs(later);
            assertThatThrownBy(() -> storage.write(transaction -> transaction.append("x")))
                    .isSameAs(later);
            assertThatThrownBy(() -> storage.append(0, "x")).isSameAs(full);
            assertThat(storage.head()).isZero();
            assertThat(storage.append(0, "x")).isTrue();
        }
    }

    @Test
    void deathBeforeTheCommitLosesTheWrite() throws IOException {
        dies(true, 0);
    }

    @Test
    void deathAfterTheCommitKeepsTheWrite() throws IOException {
        dies(false, 1);
    }

    @Test
    void copiesGoTheirOwnWays() throws IOException {
        try (MemoryStorage storage = MemoryStorage.on(disk)) {
            assertThat(storage.append(0, "common")).isTrue();
            try (MemoryStorage copy = MemoryStorage.on(disk.copy())) {
                assertThat(copy.append(1, "of the copy")).isTrue();
                assertThat(storage.append(1, "of the first")).isTrue();
                assertThat(Seen.log(copy, 0)).containsExactly("1 common", "2 of the copy");
                assertThat(Seen.log(storage, 0)).containsExactly("1 common", "2 of the first");
            }
        }
    }

    private void dies(boolean before, long head) throws IOException {
        IllegalStateException death = new IllegalStateException("dead");
        Runnable hook = () -> {
            throw death;
        };
        try (MemoryStorage storage = MemoryStorage.on(disk)) {
            if (before) {
                disk.beforeCommit(hook);
            } else {
                disk.afterCommit(hook);
            }
            assertThatThrownBy(() -> storage.append(0, "x")).isSameAs(death);
        }
        try (MemoryStorage again = MemoryStorage.on(disk)) {
            assertThat(again.head()).isEqualTo(head);
        }
    }
}
