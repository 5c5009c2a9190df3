package dev.weftwork.sqlite;

import dev.weftwork.spi.FrameRing;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The layout of a file of frames: a head with the number of the newest, and behind it slots that are used in turn. Every
 * slot says which frame it holds and has a checksum over that and the text, so that what was written by half, or is of an
 * earlier turn, passes for nothing. A file that is not of this layout is left as it is.
 */
final class RingSlots {
    private static final long MAGIC = 0x5745465452494E47L; // WEFTRING
    private static final int HEAD = 16;
    private static final int SLOT_HEAD = 16;
    private static final int SLOTS = FrameRing.LEAST;
    private static final long MOST = 1L << 53;
    private static final long SLOT = SLOT_HEAD + (long) FrameRing.MOST_BYTES;

    private RingSlots() {}

    /** The number of the newest frame, zero in an empty file, or -1 if this is another file. */
    static long last(RandomAccessFile file) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(HEAD);
        if (!fill(file, 0, head.array())) {
            // a process may have died while it made the file
            return file.length() < HEAD ? 0 : -1;
        }
        long magic = head.getLong();
        long last = head.getLong();
        if (magic != MAGIC) {
            return -1;
        }
        // no number of ours, so none of the slots has it either
        return last < 0 || last > MOST ? 0 : last;
    }

    /** Writes the frame first and its number last, so that nobody looks for it before it is there. */
    static void put(RandomAccessFile file, long number, byte[] text) throws IOException {
        ByteBuffer slot = ByteBuffer.allocate(SLOT_HEAD + text.length);
        slot.putLong(number).putInt(text.length).putInt(sum(number, text, text.length));
        slot.put(text);
        file.seek(place(number));
        file.write(slot.array());
        last(file, number);
    }

    static void last(RandomAccessFile file, long number) throws IOException {
        file.seek(0);
        file.write(ByteBuffer.allocate(HEAD).putLong(MAGIC).putLong(number).array());
    }

    /** A frame, or null if its slot holds anything else. */
    static @Nullable String read(RandomAccessFile file, long number) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(SLOT_HEAD);
        if (!fill(file, place(number), head.array()) || head.getLong() != number) {
            return null;
        }
        int length = head.getInt();
        if (length < 0 || length > FrameRing.MOST_BYTES) {
            return null;
        }
        byte[] text = new byte[length];
        boolean whole = fill(file, place(number) + SLOT_HEAD, text) && head.getInt() == sum(number, text, length);
        return whole ? new String(text, StandardCharsets.UTF_8) : null;
    }

    /** The number of the oldest frame that may still be there. */
    static long oldest(long last) {
        return Math.max(1, last - SLOTS + 1);
    }

    private static long place(long number) {
        return HEAD + number % SLOTS * SLOT;
    }

    private static boolean fill(RandomAccessFile file, long at, byte[] bytes) throws IOException {
        file.seek(at);
        int done = 0;
        while (done < bytes.length) {
            int count = file.read(bytes, done, bytes.length - done);
            if (count < 0) {
                return false;
            }
            done += count;
        }
        return true;
    }

    private static int sum(long number, byte[] text, int length) {
        CRC32 sum = new CRC32();
        sum.update(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
        sum.update(text, 0, length);
        return (int) sum.getValue();
    }
}
