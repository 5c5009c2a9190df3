package dev.weftwork.secret;

import dev.weftwork.change.Admission;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.change.ServerAdmission;
import dev.weftwork.change.Verdict;
import dev.weftwork.graph.Json;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** How an authority that cannot read secrets sees to it that nobody gives it any. */
public final class SecretAdmission {
    /** The operation would put something that is not encrypted into a secret field. */
    public static final String SECRET_PLAINTEXT = "SECRET_PLAINTEXT";

    /** Where a document stands that fits no family of editors. */
    private static final String DOCUMENT = RegisterNames.EXT_PREFIX + "flow:document";

    private SecretAdmission() {}

    /**
     * The usual rules, but what holds plaintext in a secret field is rejected, also where the field stands in a document
     * that is kept whole; what was answered before gets its answer.
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
            if (answered) {
                return ServerAdmission.decide(op, given, ledger, nowMillis);
            }
            Optional<String> place = found.isEmpty()
                    ? inDocument(fields, op.writes())
                    : Optional.of(found.get(0).toString());
            return place.isEmpty()
                    ? ServerAdmission.decide(op, given, ledger, nowMillis)
                    : new Admission.Refuse(rejected(op, place.get()));
        };
    }

    /** In a document that is kept whole no field has a register of its own. */
    private static Optional<String> inDocument(SecretFields fields, List<EntityWrites> writes) {
        for (EntityWrites each : writes) {
            for (int i = 0; i < each.size(); i++) {
                Json value = each.value(i);
                Optional<String> place =
                        value == null || !each.field(i).equals(DOCUMENT) ? Optional.empty() : fields.plaintext(value);
                if (place.isPresent()) {
                    return Optional.of(place.get() + " in '" + each.field(i) + "' of " + each.key());
                }
            }
        }
        return Optional.empty();
    }

    private static Verdict.Rejected rejected(Op op, String place) {
        return new Verdict.Rejected(
                op.id(),
                SECRET_PLAINTEXT,
                "The field " + place + " is secret here and was not encrypted; name it in Store.builder().secrets(…) on"
                        + " the device, and write it anew");
    }
}
