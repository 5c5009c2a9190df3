package dev.weftwork.store;

import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.LikelyNames;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.change.Registers;
import dev.weftwork.change.RegistersJson;
import dev.weftwork.change.Stamp;
import dev.weftwork.change.WorkflowRegisters;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.oplog.DamagedTextException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the list shows of one workflow, as it lies in a page of the list: seven numbers, each ended by a comma, then four
 * texts whose lengths the numbers gave. Immutable; what is in it is taken apart when somebody asks.
 */
final class ListLine {
    /** In place of the length of a name that is long, or that UTF-8 cannot hold; it is in the registers. */
    private static final int ELSEWHERE = -1;

    private static final int LONG_NAME = 1_000;

    private final String page;
    private final int start;
    private final long updatedAt;
    private final int sum;
    private final boolean alive;
    private final boolean named;
    private final WorkflowId id;
    private final int name;
    private final int registers;
    private final int stamps;
    private final int end;

    private ListLine(Numbers numbers) {
        page = numbers.text;
        start = numbers.at;
        updatedAt = numbers.next();
        sum = (int) numbers.next();
        alive = numbers.next() != 0;
        int idLength = (int) numbers.next();
        int nameLength = (int) numbers.next();
        int registersLength = (int) numbers.next();
        int stampsLength = (int) numbers.next();
        named = nameLength != ELSEWHERE;
        name = numbers.at + idLength;
        registers = name + Math.max(nameLength, 0);
        stamps = registers + registersLength;
        end = stamps + stampsLength;
        if (end > page.length()) {
            throw new DamagedTextException("A line of the list of workflows is cut off", null);
        }
        id = WorkflowId.of(page.substring(numbers.at, name));
    }

    /** Reads the numbers of a line. */
    private static final class Numbers {
        private final String text;
        private int at;

        Numbers(String text, int at) {
            this.text = text;
            this.at = at;
        }

        long next() {
            boolean negative = text.charAt(at) == '-';
            if (negative) {
                at++;
            }
            long value = 0;
            for (char digit = text.charAt(at++); digit != ','; digit = text.charAt(at++)) {
                value = value * 10 + (digit - '0');
            }
            return negative ? -value : value;
        }
    }

    /** Writes the line of a workflow whose own row has the given checksum. */
    static String write(Entity self, long updatedAt, int sum) {
        Registers shown = shown(self);
        String name = WorkflowRegisters.name(self);
        boolean plain = name.length() <= LONG_NAME
                && StandardCharsets.UTF_8.newEncoder().canEncode(name);
        String registers = RegistersJson.values(shown);
        String stamps = RegistersJson.stamps(shown);
        String id = self.key().id();
        return updatedAt + "," + sum + "," + (self.alive() ? 1 : 0) + "," + id.length() + ","
                + (plain ? name.length() : ELSEWHERE) + "," + registers.length() + "," + stamps.length() + "," + id
                + (plain ? name : "") + registers + stamps;
    }

    /** Life and name, with what is needed to join a later write into them. */
    private static Registers shown(Entity self) {
        EntityWrites.Builder writes = EntityWrites.to(self.key());
        List<Stamp> stamps = new ArrayList<>();
        // in the order of the registers, which is that of their names
        for (int i = 0; i < self.registers().size(); i++) {
            String field = self.registers().field(i);
            if (field.equals(RegisterNames.LIFE) || field.equals(RegisterNames.NAME)) {
                writes.set(field, self.registers().value(i));
                stamps.add(self.registers().stamp(i));
            }
        }
        return Registers.of(writes.build(), stamps.toArray(new Stamp[0]));
    }

    /** Reads all lines of a page. */
    static void read(String page, Consumer<ListLine> each) {
        try {
            for (int at = 0; at < page.length(); ) {
                ListLine line = new ListLine(new Numbers(page, at));
                each.accept(line);
                at = line.end;
            }
        } catch (IndexOutOfBoundsException e) {
            throw new DamagedTextException("The list of workflows is cut off", e);
        }
    }

    WorkflowId id() {
        return id;
    }

    long updatedAt() {
        return updatedAt;
    }

    int sum() {
        return sum;
    }

    boolean alive() {
        return alive;
    }

    /** What {@link #write} gave. */
    String text() {
        return page.substring(start, end);
    }

    /** The name, or null if the registers have to say it. */
    @Nullable String name() {
        return named ? page.substring(name, registers) : null;
    }

    /** The workflow's own entity, with life and name only. */
    Entity self() {
        EntityKey key = EntityKey.of(id);
        String values = page.substring(registers, stamps);
        return new Entity(key, RegistersJson.read(key, values, page.substring(stamps, end), new LikelyNames()), 0);
    }
}
