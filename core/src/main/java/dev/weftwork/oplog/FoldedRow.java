package dev.weftwork.oplog;

import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.LikelyNames;
import dev.weftwork.change.RegistersJson;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.Row;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How the state of entities lies in a row: of one by itself, under its own id, or of neighbours in a page, under a
 * number. The stamps column begins with the log position up to which the row is folded and with checksums of the state
 * and of the whole row: {@code position sum guard stamps}.
 *
 * @param id the row's id
 * @param entities the states, in the order of their ids
 * @param position the log position up to which they are folded
 * @param sum the checksum of the states, without the position
 */
public record FoldedRow(String id, List<Entity> entities, long position, int sum) {
    /**
     * A row and the checksum of the state in it.
     *
     * @param row the row
     * @param sum the checksum, without the position
     * @param size how many entities it holds
     */
    public record Written(Row row, int sum, int size) {}

    /**
     * Makes a row of one entity.
     *
     * @param workflow the workflow that the entity belongs to
     * @param entity the state
     * @param position the log position up to which it is folded
     * @param updatedAt when the entity, or for a workflow anything in it, last changed
     * @return the row
     */
    public static Written write(WorkflowId workflow, Entity entity, long position, long updatedAt) {
        EntityKey key = entity.key();
        String values = RegistersJson.values(entity.registers());
        String stamps = RegistersJson.stamps(entity.registers());
        Row plain = new Row(key.kind().name(), workflow.value(), key.id(), entity.version(), updatedAt, values, stamps);
        return sealed(plain, position, 1);
    }

    /**
     * Makes a row of several entities of one kind, as many as a page can take.
     *
     * @param workflow the workflow that they belong to
     * @param id the row's id
     * @param entities the states, at least one, in the order of their ids
     * @param position the log position up to which they are folded
     * @return the row, with the first of the entities
     */
    public static Written page(WorkflowId workflow, String id, List<Entity> entities, long position) {
        PageText.Written text = PageText.write(entities);
        long updatedAt = 0;
        for (Entity entity : entities.subList(0, text.size())) {
            updatedAt = Math.max(updatedAt, entity.updatedAt());
        }
        String kind = entities.get(0).key().kind().name();
        Row plain = new Row(kind, workflow.value(), id, text.size(), updatedAt, text.values(), text.index());
        return sealed(plain, position, text.size());
    }

    private static Written sealed(Row plain, long position, int size) {
        int sum = sum(plain, plain.stamps());
        String guard =
                position + " " + Checksum.hex(sum) + " " + Checksum.hex(guard(position, sum, plain.updatedAt())) + " ";
        Row row = new Row(
                plain.kind(),
                plain.workflowId(),
                plain.id(),
                plain.version(),
                plain.updatedAt(),
                plain.json(),
                guard + plain.stamps());
        return new Written(row, sum, size);
    }

    private static int guard(long position, int sum, long updatedAt) {
        return Checksum.of(updatedAt, Checksum.of(position, sum));
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
     * @param names knows what the rows before it looked like
     * @return states, position and checksum
     * @throws DamagedTextException if the checksum or the form is wrong
     */
    public static FoldedRow read(Row row, LikelyNames names) {
        return read(row, names, id -> {
            throw damaged(row, "holds '" + id + "', which does not match its checksum", null);
        });
    }

    /**
     * Reads of a row what can be read.
     *
     * @param row the row
     * @param names knows what the rows before it looked like
     * @param lost takes the ids, as far as they can be read, of entities in it that fail their checksums
     * @return the states that are whole, position and checksum
     * @throws DamagedTextException if nothing in it can be trusted
     */
    public static FoldedRow read(Row row, LikelyNames names, Consumer<String> lost) {
        String text = row.stamps();
        int first = text.indexOf(' ');
        int second = text.indexOf(' ', first + 1);
        int third = text.indexOf(' ', second + 1);
        if (first < 0 || second < 0 || third < 0) {
            throw damaged(row, "has no checksum", null);
        }
        try {
            long position = Long.parseLong(text, 0, first, 10);
            String stamps = text.substring(third + 1);
            int sum = sum(row, stamps);
            boolean whole = Checksum.isHex(sum, text, first + 1, second)
                    && Checksum.isHex(guard(position, sum, row.updatedAt()), text, second + 1, third);
            if (!whole) {
                throw damaged(row, "does not match its checksum", null);
            }
            return new FoldedRow(row.id(), entities(row, stamps, names, lost), position, sum);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw damaged(row, "cannot be read: " + e.getMessage(), e);
        }
    }

    private static List<Entity> entities(Row row, String stamps, LikelyNames names, Consumer<String> lost) {
        EntityKind kind = EntityKind.of(row.kind());
        if (isPage(row)) {
            PageText.Contents contents = PageText.read(kind, row.json(), stamps, names);
            contents.damaged().forEach(lost);
            return contents.whole();
        }
        EntityKey key = new EntityKey(kind, row.id());
        return List.of(new Entity(key, RegistersJson.read(key, row.json(), stamps, names), row.version()));
    }

    private static boolean isPage(Row row) {
        return row.json().startsWith("[");
    }

    private static DamagedTextException damaged(Row row, String what, @Nullable Throwable cause) {
        return new DamagedTextException(
                "The row " + row.id() + " of kind " + row.kind() + " in workflow " + row.workflowId() + " " + what,
                cause);
    }

    /** Of a page this covers its index, which holds the checksums of what is in it. */
    private static int sum(Row row, String stamps) {
        int names = (row.kind().hashCode() * 31 + row.workflowId().hashCode()) * 31
                + row.id().hashCode();
        int values = isPage(row) ? row.json().length() : Checksum.of(row.json());
        return Checksum.of(row.version(), Checksum.of(names, Checksum.of(values, Checksum.of(stamps))));
    }
}
