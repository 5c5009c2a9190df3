package dev.weftwork.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weftwork.spi.Row;
import dev.weftwork.spi.StorageAdapter;
import dev.weftwork.spi.StorageException;
import dev.weftwork.spi.WriteTransaction;
import java.io.IOException;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A medium that runs out of space. These tests are skipped for an adapter that has no small medium to show. */
public interface StorageFaultContract extends StorageContract {
    /** More texts of this length than {@link #MOST} are not tried. */
    String HUNDRED_KILOBYTES = "0123456789".repeat(10_240);

    /** How many texts have to be too many for the small medium. */
    int MOST = 200;

    /**
     * Opens the adapter on a medium that has room for the first hundred kilobytes and not for twenty megabytes. Override
     * this if there is a way: a quota, a small file system, a limit that only tests can set.
     *
     * @return the adapter, which the test closes, or empty if there is no such medium here
     * @throws IOException if it cannot be opened
     */
    default Optional<StorageAdapter> openSmall() throws IOException {
        return Optional.empty();
    }

    /**
     * No space is something for a person, so it has a kind of its own, and what was there stays.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void noSpaceIsToldAsSuch() throws IOException {
        try (StorageAdapter storage = small()) {
            assertThat(storage.append(0, HUNDRED_KILOBYTES)).isTrue();
            refusesForLackOfSpace(() -> {
                while (storage.head() < MOST) {
                    assertThat(storage.append(storage.head(), HUNDRED_KILOBYTES))
                            .isTrue();
                }
            });

            long head = storage.head();
            refusesForLackOfSpace(() -> storage.append(head, HUNDRED_KILOBYTES.repeat(200)));
            assertThat(storage.head()).isEqualTo(head);
            assertThat(Seen.log(storage, 0)).hasSize((int) head);
        }
    }

    /**
     * A transaction that finds no space leaves nothing.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void writeWithoutSpaceLeavesNothing() throws IOException {
        try (StorageAdapter storage = small()) {
            refusesForLackOfSpace(() -> Seen.write(storage, transaction -> {
                for (int i = 0; i < MOST; i++) {
                    writeMuch(i, transaction);
                }
            }));

            holdsNothing(storage);
            assertThat(storage.append(0, "fits")).isTrue();
        }
    }

    /**
     * A callback that catches what the medium said, and goes on, has not made it good: the write fails all the same.
     *
     * @throws IOException if the storage fails
     */
    @Test
    default void failureThatACallbackSwallowsIsNotCommitted() throws IOException {
        try (StorageAdapter storage = small()) {
            refusesForLackOfSpace(() -> Seen.write(storage, transaction -> {
                for (int i = 0; i < MOST; i++) {
                    try {
                        writeMuch(i, transaction);
                    } catch (StorageException swallowed) {
                        assertThat(swallowed.kind()).isEqualTo(StorageException.Kind.FULL);
                    }
                }
            }));

            holdsNothing(storage);
            assertThat(storage.append(0, "fits")).isTrue();
        }
    }

    private StorageAdapter small() throws IOException {
        Optional<StorageAdapter> small = openSmall();
        assumeTrue(small.isPresent(), "openSmall() is not overridden");
        return small.orElseThrow();
    }

    private static void writeMuch(int number, WriteTransaction transaction) throws IOException {
        transaction.append(HUNDRED_KILOBYTES);
        transaction.put(new Row("node", "w", "n" + number, 1, 2, HUNDRED_KILOBYTES, ""));
        transaction.setting("name" + number, "value");
    }

    private static void refusesForLackOfSpace(ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        assertThat(thrown).isInstanceOfSatisfying(StorageException.class, refusal -> {
            assertThat(refusal.kind()).isEqualTo(StorageException.Kind.FULL);
            assertThat(refusal.remedy()).isNotBlank();
            assertThat(refusal).hasMessageNotContaining(HUNDRED_KILOBYTES);
        });
    }

    private static void holdsNothing(StorageAdapter storage) throws IOException {
        assertThat(storage.head()).isZero();
        assertThat(Seen.rows(storage, "w")).isEmpty();
        assertThat(Seen.settings(storage, "")).isEmpty();
    }
}
