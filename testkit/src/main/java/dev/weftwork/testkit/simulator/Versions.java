package dev.weftwork.testkit.simulator;

import dev.weftwork.change.EntityKind;
import dev.weftwork.change.GraphState;
import dev.weftwork.graph.Json;
import dev.weftwork.schema.RegisterMigration;

/**
 * What two versions see of a state to which both wrote. Older authors write a setting that newer ones know by another
 * name and in another form, and write under that; no run decides what is in it, so this looks at states as they came.
 */
final class Versions {
    /** One that all authors meet: {@code config.k3} is written by all, {@code ext.glow} by newer ones. */
    static final RegisterMigration USUAL =
            new RegisterMigration(EntityKind.NODE, "config.k3", "ext.glow", Versions::wrap, Versions::open);

    private Versions() {}

    private static Json wrap(Json value) {
        return Json.object().put("glow", value).build();
    }

    private static Json open(Json value) {
        Json inner = value.kind() == Json.Kind.OBJECT ? value.get("glow") : null;
        return inner == null ? value : inner;
    }

    /**
     * 29: down undoes up for what the older version sees. 30: of one set of operations each version sees one thing, in
     * whatever order they came.
     */
    static void check(RegisterMigration migration, GraphState state, GraphState otherwise) {
        GraphState older = migration.down(state);
        GraphState newer = migration.up(state);
        String seen = Texts.all(older);
        Broken.unless(
                Texts.all(migration.down(migration.up(older))).equals(seen),
                "29",
                "up and down again is not what the older version saw of " + state.id() + "\n" + seen);
        Broken.unless(
                Texts.all(migration.down(otherwise)).equals(seen)
                        && Texts.all(migration.up(otherwise)).equals(Texts.all(newer)),
                "30",
                "what a version sees of " + state.id() + " hangs on the order in which it came");
    }
}
