package dev.weftwork.secret;

import dev.weftwork.change.Admission;
import dev.weftwork.change.Op;
import dev.weftwork.change.ServerAdmission;
import dev.weftwork.change.Verdict;
import java.util.List;
import java.util.Objects;

/** How an authority that cannot read secrets sees to it that nobody gives it any. */
public final class SecretAdmission {
    /** The operation would put something that is not encrypted into a secret field. */
    public static final String SECRET_PLAINTEXT = "SECRET_PLAINTEXT";

    private SecretAdmission() {}

    /**
     * The usual rules, but what holds plaintext in a secret field is rejected; what was answered before gets its answer.
     *
     * @param fields which fields are secret
     * @return the rules
     */
    public static ServerAdmission.Rule refusing(SecretFields fields) {
        Objects.requireNonNull(fields, "Fields are needed; SecretFields.NONE are none");
        if (fields.isEmpty()) {
            return ServerAdmission::decide;
        }
        return (op, given, ledger, nowMillis) -> {
            List<SecretPlace> found = fields.plaintext(op.writes(), key -> ledger.registers(op.workflow(), key));
            boolean answered = ledger.known(op.id()) != null
                    || ledger.forgotten(op.origin().device(), op.origin().seq());
            return found.isEmpty() || answered
                    ? ServerAdmission.decide(op, given, ledger, nowMillis)
                    : new Admission.Refuse(rejected(op, found.get(0)));
        };
    }

    private static Verdict.Rejected rejected(Op op, SecretPlace place) {
        return new Verdict.Rejected(
                op.id(),
                SECRET_PLAINTEXT,
                "The field " + place + " is secret here and was not encrypted; name it in Store.builder().secrets(…) on"
                        + " the device, and write it anew");
    }
}
