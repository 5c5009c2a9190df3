package dev.weftwork.testkit;

import dev.weftwork.spi.AssetAdapter;
import java.io.IOException;

/** What every part of {@link AssetAdapterContract} needs. */
public interface AssetContract {
    /**
     * Opens the adapter on the test's place: empty at first, and the same place at every further call of one test.
     *
     * @return the adapter, which the test closes
     * @throws IOException if it cannot be opened
     */
    AssetAdapter open() throws IOException;
}
