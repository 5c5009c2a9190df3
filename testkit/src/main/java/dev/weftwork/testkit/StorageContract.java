package dev.weftwork.testkit;

import dev.weftwork.spi.StorageAdapter;
import java.io.IOException;

/** What every part of {@link StorageAdapterContract} needs. */
public interface StorageContract {
    /**
     * Opens the adapter on the test's place: empty at first, and the same place at every further call of one test.
     *
     * @return the adapter, which the test closes
     * @throws IOException if it cannot be opened
     */
    StorageAdapter open() throws IOException;
}
