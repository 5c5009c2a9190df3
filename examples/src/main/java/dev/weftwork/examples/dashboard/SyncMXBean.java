package dev.weftwork.examples.dashboard;

/** How a store syncs, for consoles that speak JMX. */
public interface SyncMXBean {
    /** {@return whether the engine runs} */
    boolean isEnabled();

    /** {@return idle, syncing, success or error} */
    String getSyncStatus();

    /** {@return whether the server answered when it was last asked} */
    boolean isConnected();

    /** {@return when store and server were last alike, in milliseconds since 1970; -1 if never} */
    long getLastSyncTime();

    /** {@return when the next sync is due, in milliseconds; -1 if none is} */
    long getNextSyncIn();

    /** {@return why the last sync failed, or an empty text} */
    String getError();

    /** {@return how many edits wait for the server's word} */
    int getPending();

    /** {@return how many operations are parked because they were refused} */
    int getParked();

    /** {@return how many operations the server took} */
    long getPushed();

    /** {@return how many operations of others came in} */
    long getPulled();

    /** {@return the share of edits that succeeded, in percent} */
    double getEditSuccessRate();

    /** {@return the share of syncs that succeeded, in percent} */
    double getSyncSuccessRate();

    /** {@return how long a sync takes, the mean of the last hundred, in milliseconds} */
    double getAverageSyncMillis();

    /** {@return how long edits rest before they are pushed, in milliseconds} */
    long getDebounceMillis();

    /**
     * Lets edits rest for another time from now on.
     *
     * @param millis how long
     */
    void setDebounceMillis(long millis);

    /** Goes on syncing. */
    void start();

    /** Stops syncing. */
    void stop();

    /** Syncs now. */
    void syncNow();

    /** Forgets all figures. */
    void resetMetrics();
}
