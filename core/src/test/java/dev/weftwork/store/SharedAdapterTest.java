package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.spi.StorageException;
import org.junit.jupiter.api.Test;

/** One adapter belongs to one store; a second store on it is refused, and the first goes on as if nothing had been. */
final class SharedAdapterTest {
    private final MemoryDisk disk = new MemoryDisk();
    private final MemoryStorage storage = MemoryStorage.on(disk);
    private final Store first = open(storage);

    private static Store open(MemoryStorage storage) {
        return Store.builder().storage(storage).scheduler(new ManualScheduler()).open();
    }

    private void firstGoesOn() {
        Sample.create(first).awaitDurable();
        first.close();
        try (Store again = open(MemoryStorage.on(disk))) {
            assertThat(again.workflows()).hasSize(1);
        }
    }

    @Test
    void aSecondStoreOnItIsRefusedAndTheFirstGoesOn() {
        assertThatIllegalStateException()
                .isThrownBy(() -> open(storage))
                .withMessageContaining("another store's")
                .withMessageContaining("MemoryStorage.on(disk)");

        firstGoesOn();
    }

    @Test
    void aStoreCannotMoveToWhatAnotherStoreHas() {
        Store second = open(MemoryStorage.on(new MemoryDisk()));

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> second.relocate(storage))
                .matches(refusal -> refusal.kind() == StorageException.Kind.UNSUPPORTED);

        Sample.create(second).awaitDurable();
        second.close();
        firstGoesOn();
    }

    @Test
    void aStoreCannotMoveToWhereItIs() {
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> first.relocate(storage))
                .matches(refusal -> refusal.kind() == StorageException.Kind.UNSUPPORTED);

        firstGoesOn();
    }

    @Test
    void anAdapterIsTakenOnceItsStoreHasMovedToIt() {
        MemoryStorage next = MemoryStorage.on(new MemoryDisk());
        Sample.create(first).awaitDurable();

        first.relocate(next);

        assertThatIllegalStateException().isThrownBy(() -> open(next));
        assertThat(first.workflows()).hasSize(1);
        first.close();
    }
}
