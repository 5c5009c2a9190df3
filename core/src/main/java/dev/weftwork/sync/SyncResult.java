package dev.weftwork.sync;

import dev.weftwork.spi.RemoteFailure;

/** What came of one sync. Being offline is nothing exceptional, so it is among them. */
public sealed interface SyncResult {
    /**
     * Which of them this is.
     *
     * @return the kind
     */
    Kind kind();

    /** What can come of a sync. */
    enum Kind {
        /** Store and server are alike, but for operations that wait for something else. */
        DONE,
        /** The server did not do its part; what waits is kept and tried again. */
        FAILED,
        /** The store did not do its part, or the engine is not running. */
        STOPPED
    }

    /**
     * Store and server are alike.
     *
     * @param pushed how many operations the server took
     * @param pulled how many operations of others came in
     * @param refused how many operations were refused for good; see {@code oplog().dead()}
     * @param conflicts how many conflicts were found
     */
    record Done(int pushed, int pulled, int refused, int conflicts) implements SyncResult {
        @Override
        public Kind kind() {
            return Kind.DONE;
        }
    }

    /**
     * The server did not do its part.
     *
     * @param failure why
     */
    record Failed(RemoteFailure failure) implements SyncResult {
        @Override
        public Kind kind() {
            return Kind.FAILED;
        }
    }

    /**
     * The store did not do its part, or the engine is not running.
     *
     * @param reason why
     */
    record Stopped(String reason) implements SyncResult {
        @Override
        public Kind kind() {
            return Kind.STOPPED;
        }
    }
}
