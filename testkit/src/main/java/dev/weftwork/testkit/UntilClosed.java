package dev.weftwork.testkit;

import dev.weftwork.spi.StorageException;
import java.io.IOException;
import java.util.concurrent.FutureTask;

/** Calls a storage that somebody closes. */
final class UntilClosed {
    private UntilClosed() {}

    /** A call. */
    interface Call {
        /** Gives whether an entry was appended. */
        boolean run() throws IOException;
    }

    /** Calls until the storage is closed, and takes no other refusal; gives how many entries were appended. */
    static FutureTask<Integer> task(Call call) {
        return Threads.task(() -> {
            int appended = 0;
            while (true) {
                try {
                    appended += call.run() ? 1 : 0;
                } catch (StorageException e) {
                    if (e.kind() != StorageException.Kind.LOCKED) {
                        throw e;
                    }
                    return appended;
                }
            }
        });
    }
}
