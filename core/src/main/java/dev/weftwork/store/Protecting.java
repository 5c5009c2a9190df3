package dev.weftwork.store;

import dev.weftwork.change.GraphState;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.secret.Sealer;
import dev.weftwork.version.ValuesSeen;
import dev.weftwork.version.VersionBook;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Encrypts plaintext in secret fields, and sees to it that nothing of it can be found. Used once. */
final class Protecting {
    private final Engine engine;
    private final Sealer sealer;
    private final Purge purge;

    Protecting(Engine engine, Sealer sealer, String process) {
        this.engine = engine;
        this.sealer = sealer;
        purge = new Purge(engine, process);
    }

    Protection run() {
        engine.drain();
        int encrypted = new SecretEdits(
                        engine,
                        sealer.fields(),
                        this::isReplaced,
                        (kind, field, value) -> Sealer.isSealed(value) ? null : sealer.seal(kind, field, value))
                .run();
        Set<Protection.Rest> left = EnumSet.noneOf(Protection.Rest.class);
        engine.journal().exclusively("Secrets cannot be taken out of the storage now", "Try again", () -> {
            if (!purge.run()) {
                left.add(Protection.Rest.SERVER_RESTORED);
            }
            if (!engine.journal().storage().scrub()) {
                left.add(Protection.Rest.STORAGE);
            }
            return true;
        });
        if (engine.locked(this::isAwaited)) {
            left.add(Protection.Rest.AWAITS_SERVER);
        }
        if (engine.locked(() -> engine.replica().outstanding.ops()).stream().anyMatch(this::isOffered)) {
            left.add(Protection.Rest.OFFERED);
        }
        if (engine.locked(() -> List.copyOf(engine.replica().slots.values())).stream()
                .map(slot -> engine.home(slot.id))
                .anyMatch(this::isSaved)) {
            left.add(Protection.Rest.SAVED_VERSIONS);
        }
        return new Protection(encrypted, left);
    }

    /** Whether a version holds plaintext, as far as it can be told. */
    private boolean isSaved(GraphState state) {
        boolean[] found = {false};
        ValuesSeen seen = VersionBook.of(state)
                .forEachValue(
                        chunk -> true,
                        (kind, type, field, value) ->
                                found[0] |= sealer.fields().isSecret(kind, type, field) && !Sealer.isSealed(value));
        return found[0] || seen instanceof ValuesSeen.Some;
    }

    /** What was not offered yet is itself encrypted. */
    private boolean isReplaced(OpId op) {
        Outstanding outstanding = engine.replica().outstanding;
        return engine.locked(() -> outstanding.contains(op) && !outstanding.isOffered(op));
    }

    private boolean isOffered(Op op) {
        return purge.isPlain(op);
    }

    private boolean isAwaited() {
        return engine.replica().slots.values().stream()
                .anyMatch(
                        slot -> !sealer.fields().plaintext(slot.overlay.base()).isEmpty());
    }
}
