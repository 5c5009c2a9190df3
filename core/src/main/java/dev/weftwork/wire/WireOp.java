package dev.weftwork.wire;

import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.OpJson;
import dev.weftwork.change.OpReader;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.JsonCursor;
import dev.weftwork.graph.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An operation on its way: as {@link OpJson} has it, with its values as {@code docs/protocol.md} says. */
public final class WireOp {
    /** Bytes of a UTF-16 unit at most, as it travels. */
    private static final int MOST_OF_UNIT = 3;
    /** Bytes of a stamp, whose devices and operations have the longest names. */
    private static final int LIKELY_STAMP = 160;

    private WireOp() {}

    /**
     * Writes an operation.
     *
     * @param op the operation
     * @param out takes its JSON object, which has no line breaks
     */
    public static void write(Op op, JsonWriter out) {
        OpJson.write(withValues(op, WireValue::encode), out);
    }

    /**
     * The text of an operation.
     *
     * @param op the operation
     * @return a JSON object without line breaks
     */
    public static String text(Op op) {
        JsonWriter out = new JsonWriter(384);
        write(op, out);
        return out.toString();
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @param text the text
     * @return the operation
     * @throws WireFormatException if the text is no operation
     */
    public static Op read(String text) {
        OpReader reader = new OpReader();
        return Message.read(text, in -> read(in, reader));
    }

    /**
     * Whether what is written has more than so many bytes as it travels: values may have twice as many as they came in,
     * and what is ABSENT has a stamp of its own in the state.
     *
     * @param writes what is written
     * @param most how many bytes it may have
     * @return whether it has more
     */
    public static boolean isLonger(List<EntityWrites> writes, long most) {
        return sum(writes, value -> (long) MOST_OF_UNIT * value.text().length()) > most
                && sum(writes, WireValue::bytes) > most;
    }

    private static long sum(List<EntityWrites> writes, ToLongFunction<Json> measure) {
        long sum = 0;
        for (EntityWrites each : writes) {
            for (int i = 0; i < each.size(); i++) {
                Json value = each.value(i);
                sum += value == null ? LIKELY_STAMP : measure.applyAsLong(value);
            }
        }
        return sum;
    }

    /** Reads one of several operations in a row. */
    static Op read(JsonCursor in, OpReader reader) {
        Op op = withValues(reader.read(in), WireValue::decode);
        if (op.origin().seq() > Limits.MAX_NUMBER || op.seen() > Limits.MAX_NUMBER) {
            throw new WireFormatException("An operation's numbers are below 2^53");
        }
        return op;
    }

    /** Values as they travel. */
    static List<EntityWrites> encode(List<EntityWrites> writes) {
        List<EntityWrites> changed = withValues(writes, WireValue::encode);
        return changed == null ? writes : changed;
    }

    /** Values as they are kept. */
    static List<EntityWrites> decode(List<EntityWrites> writes) {
        List<EntityWrites> changed = withValues(writes, WireValue::decode);
        return changed == null ? writes : changed;
    }

    private static Op withValues(Op op, UnaryOperator<Json> change) {
        List<EntityWrites> changed = withValues(op.writes(), change);
        return changed == null ? op : op.withWrites(changed);
    }

    private static @Nullable List<EntityWrites> withValues(List<EntityWrites> all, UnaryOperator<Json> change) {
        List<EntityWrites> changed = null;
        for (int i = 0; i < all.size(); i++) {
            EntityWrites other = withValues(all.get(i), change);
            if (other != null) {
                changed = changed == null ? new ArrayList<>(all) : changed;
                changed.set(i, other);
            }
        }
        return changed;
    }

    /** The same writes with other values, or null if all stay what they are. */
    @SuppressWarnings("ReferenceEquality") // what stays as it is comes back as the same object
    private static @Nullable EntityWrites withValues(EntityWrites writes, UnaryOperator<Json> change) {
        EntityWrites.Builder changed = null;
        for (int i = 0; i < writes.size(); i++) {
            Json value = writes.value(i);
            Json other = value == null ? null : change.apply(value);
            if (other != value) {
                changed = changed == null ? writes.toBuilder() : changed;
                set(changed, writes.field(i), other, writes.onlyOver(i));
            }
        }
        return changed == null ? null : changed.build();
    }

    private static void set(EntityWrites.Builder to, String field, @Nullable Json value, @Nullable OpId onlyOver) {
        if (onlyOver == null) {
            to.set(field, value);
        } else {
            to.setOver(field, value, onlyOver);
        }
    }
}
