package dev.weftwork.testkit;

import dev.weftwork.spi.RemoteAdapter;

/** What every part of {@link RemoteAdapterContract} needs. */
public interface RemoteContract {
    /**
     * Opens the adapter on a workspace that is new for each test and the same throughout one, and which every principal
     * may write to. Each call makes another adapter.
     *
     * @param principal who is to be taken for the caller, such as {@code ada}
     * @return the adapter
     */
    RemoteAdapter connect(String principal);
}
