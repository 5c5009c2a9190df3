package dev.weftwork.testkit;

/**
 * All that a {@link dev.weftwork.spi.StorageAdapter} promises, as tests for JUnit Jupiter. An adapter author extends
 * this class and says how to open the adapter on a place that is new for each test:
 *
 * <pre>{@code
 * final class MyStorageTest extends StorageAdapterContract {
 *     @TempDir Path directory;
 *
 *     @Override
 *     public StorageAdapter open() {
 *         return MyStorage.at(directory.resolve("store"));
 *     }
 * }
 * }</pre>
 *
 * <p>Every test opens, and closes what it opened. Many open again on the same place to see what lasted; if {@link
 * dev.weftwork.spi.StorageDescription#shared()} says that several may have it open, some tests open two at once, in place
 * of two processes. The parts are interfaces, so that each can be read on its own.
 *
 * <p>If there is a way to open the adapter on a small medium, override {@link #openSmall()}: else the tests of a full
 * medium are skipped. The suite cannot see what survives the loss of power, what a failing medium does, or which version
 * a file has: those tests are the adapter's own.
 */
public abstract class StorageAdapterContract
        implements StorageLogContract,
                StorageRowContract,
                StorageSettingContract,
                StorageTransactionContract,
                StorageMisuseContract,
                StorageTextContract,
                StorageFaultContract,
                StorageClosingContract,
                StorageScrubContract,
                StorageSharingContract,
                StorageFrameContract {
    /** For subclasses. */
    protected StorageAdapterContract() {}
}
