package dev.weftwork.server.http;

import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.change.Registers;
import dev.weftwork.change.Verdict;
import dev.weftwork.server.storage.WorkspaceWriter;
import dev.weftwork.wire.Limits;
import org.jspecify.annotations.Nullable;

/**
 * What one entity may have here. Each operation on one has all of it read and written again, in memory and while all other
 * writers wait; without a bound whoever may write could hold up everybody, or use up the heap.
 *
 * @param mostOfOp how many bytes an operation has at most; what takes one in whole has room for a little more
 */
record EntityBound(long mostOfOp) {
    /** A verdict's code. */
    static final String TOO_MANY_REGISTERS = "TOO_MANY_REGISTERS";
    /** A verdict's code. */
    static final String ENTITY_TOO_LARGE = "ENTITY_TOO_LARGE";

    private static final int MOST_REGISTERS = 65_536;

    /** Why an operation that would be admitted is not, or null. What has too much already can be made smaller and deleted. */
    Verdict.@Nullable Rejected refusal(WorkspaceWriter writer, Op op) {
        for (EntityWrites writes : op.writes()) {
            int count = grown(writer.registers(op.workflow(), writes.key()), writes);
            if (count > MOST_REGISTERS) {
                return new Verdict.Rejected(
                        op.id(),
                        TOO_MANY_REGISTERS,
                        "The " + writes.key() + " would have " + count + " registers, of which this server takes "
                                + MOST_REGISTERS + "; keep what is many within one value, or in more nodes");
            }
            if (writer.exceeds(op.workflow(), writes, most())) {
                return new Verdict.Rejected(
                        op.id(),
                        ENTITY_TOO_LARGE,
                        "The " + writes.key() + " would have more than " + most()
                                + " bytes, which is all that this server takes; keep what is large as assets");
            }
        }
        return null;
    }

    private long most() {
        return mostOfOp + Limits.MAX_BYTES;
    }

    /** How many registers there would be; none if the writes add none. */
    private static int grown(@Nullable Registers found, EntityWrites writes) {
        Registers before = found == null ? Registers.NONE : found;
        if (before.size() + writes.size() <= MOST_REGISTERS) {
            return 0;
        }
        int added = 0;
        for (int i = 0; i < writes.size(); i++) {
            String field = writes.field(i);
            added += before.indexOf(field) < 0 && !field.equals(RegisterNames.LIFE) ? 1 : 0;
        }
        return added == 0 ? 0 : before.size() + added;
    }
}
