package dev.weftwork.change;

import dev.weftwork.graph.Json;
import dev.weftwork.graph.JsonWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What the admitted state of a workflow comes to, in one number: the sum of a hash of each living entity, so that
 * neither order nor batching matters, and one change costs two hashes. Dead entities do not count, since an authority
 * may purge them.
 *
 * <p>An entity's hash is the first eight bytes, big-endian, of the SHA-256 of {@code [kind, id, [register, stamp,
 * value], …]}: compact JSON in UTF-8, registers in the order of their UTF-16 units, values as their exact text, an
 * ABSENT register without a third element.
 */
public final class StateDigest {
    /** How long a register is with its stamp, mostly. */
    private static final int LIKELY = 128;

    private StateDigest() {}

    /**
     * The share of one entity.
     *
     * @param entity its admitted state, or null
     * @return its hash; zero if there is none or it is dead
     */
    public static long of(@Nullable Entity entity) {
        return entity == null || !entity.alive() ? 0 : hash(text(entity));
    }

    /**
     * The digest of a whole workflow.
     *
     * @param state its admitted state
     * @return the sum
     */
    public static long of(GraphState state) {
        long[] sum = new long[1];
        state.forEach(entity -> sum[0] += of(entity));
        return sum[0];
    }

    /**
     * The digest as it is exchanged.
     *
     * @param sum the sum
     * @return sixteen hexadecimal digits
     */
    public static String text(long sum) {
        return HexFormat.of().toHexDigits(sum);
    }

    private static String text(Entity entity) {
        Registers registers = entity.registers();
        JsonWriter out = new JsonWriter((registers.size() + 1) * LIKELY).beginArray();
        out.value(entity.key().kind().name()).value(entity.key().id());
        Stamp last = null;
        String lastText = "";
        for (int i = 0; i < registers.size(); i++) {
            Json value = registers.value(i);
            Stamp stamp = registers.stamp(i);
            if (!stamp.equals(last)) {
                // most registers of an entity have the stamp of their neighbour
                last = stamp;
                lastText = '"' + stamp.toString() + '"';
            }
            out.beginArray().value(registers.field(i)).raw(lastText);
            if (value != null) {
                out.value(value);
            }
            out.endArray();
        }
        return out.endArray().toString();
    }

    private static long hash(String text) {
        try {
            byte[] all = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(all).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
