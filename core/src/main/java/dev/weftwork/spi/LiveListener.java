package dev.weftwork.spi;

/** Is told what comes through a live channel: one call at a time, {@link #ended} last and exactly once unless the caller
 * closed the channel. */
public interface LiveListener {
    /** The channel stands: from now on nothing is missed until it ends. */
    void opened();

    /**
     * Operations came in, just as a pull from where the channel stands would give them.
     *
     * @param answer the operations, and where the channel stands now
     * @param time the server's clocks
     */
    void ops(PullAnswer answer, RemoteTime time);

    /**
     * There is more than fits the channel: pull, and go on listening. The channel may go on behind it, so the next
     * operations may not follow the last ones: what lies between comes with a pull only.
     */
    void behind();

    /**
     * A gesture of a peer stands like this. May come late, twice, or not at all.
     *
     * @param frame how it stands
     */
    default void frame(GestureFrame frame) {
        // whoever shows nothing needs no frames
    }

    /**
     * The channel ended. Open another when the pause asked for is over, from where the last operations ended.
     *
     * @param failure why; {@link RemoteFailure.Kind#UNAVAILABLE} if the server or the way there was at fault
     */
    void ended(RemoteFailure failure);
}
