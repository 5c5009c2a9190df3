package dev.weftwork.change;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A place in an authority's order, which knows its past: the hash covers the ids of all operations up to here, so two
 * histories that parted anywhere never share a later place. That is how a client tells a restored server from the one
 * it knew.
 *
 * @param epoch rises when an operator restores a workspace
 * @param seq the sequence number, zero before the first operation
 * @param hash sixteen hexadecimal digits
 */
public record Place(long epoch, long seq, String hash) {
    private static final int HASH_BYTES = 8;

    /**
     * The place before the first operation.
     *
     * @param incarnation chosen at random when the workspace was made
     * @return the place
     */
    public static Place start(String incarnation) {
        return new Place(1, 0, hash(incarnation));
    }

    /**
     * The place behind one more operation.
     *
     * @param op the operation
     * @return the place
     */
    public Place then(OpId op) {
        return new Place(epoch, seq + 1, hash(hash + op.value()));
    }

    /**
     * The same place after a restoration.
     *
     * @return the place in the next epoch
     */
    public Place inNextEpoch() {
        return new Place(epoch + 1, seq, hash);
    }

    /**
     * The place as a cursor.
     *
     * @return {@code epoch.seq.hash}
     */
    public String text() {
        return epoch + "." + seq + "." + hash;
    }

    /**
     * Reads a cursor.
     *
     * @param text the cursor
     * @return the place, or null if the text is no cursor
     */
    public static @Nullable Place parse(String text) {
        int first = text.indexOf('.');
        int second = text.indexOf('.', first + 1);
        if (first < 1 || second < 0) {
            return null;
        }
        try {
            long epoch = Long.parseLong(text, 0, first, 10);
            long seq = Long.parseLong(text, first + 1, second, 10);
            Place place = new Place(epoch, seq, text.substring(second + 1));
            return seq >= 0 && place.text().equals(text) ? place : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static String hash(String text) {
        try {
            byte[] all = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(all, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
