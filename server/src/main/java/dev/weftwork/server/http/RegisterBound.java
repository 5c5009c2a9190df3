package dev.weftwork.server.http;

import dev.weftwork.change.Admission;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.change.Registers;
import dev.weftwork.change.ServerAdmission;
import dev.weftwork.change.Verdict;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How many registers an entity may have here. Each operation on one has all of them read and written again, while all other
 * writers wait, so without a bound whoever may write could hold up everybody.
 */
final class RegisterBound {
    /** The verdict's code. */
    static final String TOO_MANY_REGISTERS = "TOO_MANY_REGISTERS";

    private static final int MOST = 65_536;

    private RegisterBound() {}

    /** The rules, but what would join the state with too many registers is rejected. */
    static ServerAdmission.Rule within(ServerAdmission.Rule rules) {
        return (op, given, ledger, nowMillis) -> {
            Admission.Decision decision = rules.decide(op, given, ledger, nowMillis);
            if (decision instanceof Admission.Admit) {
                Verdict.Rejected rejected = rejected(op, writes -> ledger.registers(op.workflow(), writes.key()));
                return rejected == null ? decision : new Admission.Refuse(rejected);
            }
            return decision;
        };
    }

    private static Verdict.@Nullable Rejected rejected(Op op, Function<EntityWrites, @Nullable Registers> present) {
        for (EntityWrites writes : op.writes()) {
            Registers before = present.apply(writes);
            int count = grown(before == null ? Registers.NONE : before, writes);
            if (count > MOST) {
                return new Verdict.Rejected(
                        op.id(),
                        TOO_MANY_REGISTERS,
                        "The " + writes.key() + " would have " + count + " registers, of which this server takes "
                                + MOST + "; keep what is many within one value, or in more nodes");
            }
        }
        return null;
    }

    /** How many there would be; none if the writes add none. What has too many already can be changed and deleted. */
    private static int grown(Registers before, EntityWrites writes) {
        if (before.size() + writes.size() <= MOST) {
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
