package dev.weftwork.testkit.simulator;

import dev.weftwork.change.EntityKind;
import dev.weftwork.graph.Json;
import dev.weftwork.schema.RegisterMigration;
import java.util.function.UnaryOperator;

/** Views of one version's registers in another with one thing wrong in each. */
final class BrokenVersion {
    private BrokenVersion() {}

    /** What an older version wrote comes back to it in another form. */
    static RegisterMigration thatDoesNotComeBack() {
        return new RegisterMigration(
                EntityKind.NODE,
                "config.k3",
                "ext.glow",
                value -> Json.object().put("glow", value).build(),
                UnaryOperator.identity());
    }

    /** What a newer version sees hangs on what was looked at before; an older one sees what it wrote. */
    static RegisterMigration thatRemembers() {
        int[] looks = {0};
        return new RegisterMigration(
                EntityKind.NODE,
                "config.k3",
                "ext.glow",
                value -> Json.object()
                        .put("glow", value)
                        .put("looks", looks[0]++)
                        .build(),
                BrokenVersion::open);
    }

    private static Json open(Json value) {
        Json inner = value.kind() == Json.Kind.OBJECT ? value.get("glow") : null;
        return inner == null ? value : inner;
    }
}
