package dev.weftwork.oplog;

import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.RegistersJson;
import dev.weftwork.change.RegistersJson.StampCache;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.Row;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * How an entity's state lies in a row. The stamps column begins with the log position up to which the row is folded and
 * with checksums of the state and of the whole row: {@code position sum guard stamps}.
 *
 * @param entity the state
 * @param position the log position up to which it is folded
 * @param sum the checksum of the state, without the position
 */
public record FoldedRow(Entity entity, long position, int sum) {
    /**
     * A row and the checksum of the state in it.
     *
     * @param row the row
     * @param sum the checksum, without the position
     */
    public record Written(Row row, int sum) {}

    /**
     * Makes a row.
     *
     * @param workflow the workflow that the entity belongs to
     * @param entity the state
     * @param position the log position up to which it is folded
     * @param updatedAt when the entity, or for a workflow anything in it, last changed
     * @return the row
     */
    public static Written write(WorkflowId workflow, Entity entity, long position, long updatedAt) {
        String values = RegistersJson.values(entity.registers());
        String stamps = RegistersJson.stamps(entity.registers());
        EntityKey key = entity.key();
        int sum = sum(key, workflow.value(), entity.version(), values, stamps);
        String guard = position + " " + Checksum.hex(sum) + " " + Checksum.hex(guard(position, sum, updatedAt)) + " ";
        Row row = new Row(
                key.kind().name(), workflow.value(), key.id(), entity.version(), updatedAt, values, guard + stamps);
        return new Written(row, sum);
    }

    private static int guard(long position, int sum, long updatedAt) {
        return Checksum.of(updatedAt, Checksum.of(position, sum));
    }

    /**
     * The checksum that a state has in its row.
     *
     * @param workflow the workflow that the entity belongs to
     * @param entity the state
     * @return the checksum, without the position
     */
    public static int sum(WorkflowId workflow, Entity entity) {
        return sum(
                entity.key(),
                workflow.value(),
                entity.version(),
                RegistersJson.values(entity.registers()),
                RegistersJson.stamps(entity.registers()));
    }

    /**
     * The checksum that a row claims for its state, unchecked: enough to tell whether a row is missing or old.
     *
     * @param row the row
     * @return the checksum
     * @throws DamagedTextException if the row has none
     */
    public static int claimedSum(Row row) {
        String text = row.stamps();
        int first = text.indexOf(' ');
        int second = text.indexOf(' ', first + 1);
        try {
            return HexFormat.fromHexDigits(text, Math.max(first, 0) + 1, Math.max(second, 0));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw damaged(row, "has no checksum", e);
        }
    }

    /**
     * Reads a row.
     *
     * @param row the row
     * @param stamps remembers the last stamp
     * @return state, position and checksum
     * @throws DamagedTextException if the checksum or the form is wrong
     */
    public static FoldedRow read(Row row, StampCache stamps) {
        String text = row.stamps();
        int first = text.indexOf(' ');
        int second = text.indexOf(' ', first + 1);
        int third = text.indexOf(' ', second + 1);
        if (first < 0 || second < 0 || third < 0) {
            throw damaged(row, "has no checksum", null);
        }
        try {
            long position = Long.parseLong(text, 0, first, 10);
            EntityKey key = new EntityKey(EntityKind.of(row.kind()), row.id());
            String stampText = text.substring(third + 1);
            int sum = sum(key, row.workflowId(), row.version(), row.json(), stampText);
            boolean whole = Checksum.isHex(sum, text, first + 1, second)
                    && Checksum.isHex(guard(position, sum, row.updatedAt()), text, second + 1, third);
            if (!whole) {
                throw damaged(row, "does not match its checksum", null);
            }
            Entity entity = new Entity(key, RegistersJson.read(key, row.json(), stampText, stamps), row.version());
            return new FoldedRow(entity, position, sum);
        } catch (IllegalArgumentException e) {
            throw damaged(row, "cannot be read: " + e.getMessage(), e);
        }
    }

    private static DamagedTextException damaged(Row row, String what, @Nullable Throwable cause) {
        return new DamagedTextException(
                "The row of " + row.kind() + " " + row.id() + " in workflow " + row.workflowId() + " " + what, cause);
    }

    private static int sum(EntityKey key, String workflow, long version, String values, String stamps) {
        int names = (key.kind().name().hashCode() * 31 + workflow.hashCode()) * 31
                + key.id().hashCode();
        int texts = Checksum.of(Checksum.of(values), Checksum.of(stamps));
        return Checksum.of(version, Checksum.of(names, texts));
    }
}
