package dev.weftwork.spi;

import java.io.IOException;
import java.util.function.Consumer;

/**
 * A small ring in which the processes that have one storage open show each other the frames of gestures, such as dragging.
 * What is in it is for the eyes of those who look now: it is no part of what the storage keeps, so nothing in it has to
 * survive anything, and no call waits for the disk.
 *
 * <p>Frames are numbered from one, in one order for all processes. The ring holds some of the newest, {@value #LEAST} at
 * least, and each new one takes the place of the oldest. It may be lost at any time and begin anew from one.
 *
 * <p>A ring neither waits for a transaction of its storage nor makes one wait, and does not move the log's head. Any thread
 * may call, within a transaction too. When its adapter is closed, each call throws {@link StorageException} of kind {@code
 * LOCKED}.
 */
public interface FrameRing {
    /** How many frames a ring holds at least. */
    int LEAST = 64;

    /** How many bytes of UTF-8 a frame may have. */
    int MOST_BYTES = 64 << 10;

    /**
     * Puts a frame in place of the oldest.
     *
     * @param frame opaque text, well-formed Unicode
     * @throws IOException if that cannot be done now; nothing was changed
     * @throws IllegalArgumentException if it has more than {@link #MOST_BYTES} bytes
     */
    void put(String frame) throws IOException;

    /**
     * Hands over the frames that are newer than those seen, oldest first; what was overwritten meanwhile, or cannot be
     * read, is passed over. It is asked ten times a second while nothing happens, so that should be cheap.
     *
     * @param seen the number of the newest frame that was seen; zero for none
     * @param visitor takes each, whoever put it
     * @return the number of the newest frame that there is; less than what was seen if the ring began anew, and then
     *     what it has since has been handed over
     * @throws IOException if it cannot be read now
     */
    long read(long seen, Consumer<String> visitor) throws IOException;
}
