package dev.weftwork.store;

import dev.weftwork.change.Admission;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.version.VersionParts;
import java.util.HashSet;
import java.util.Set;

/**
 * The parts of workflows of which some chunks are still under way. A version that shares such a part waits for them, so
 * that nobody ever gets a version without its content. Which chunks it needs does not count: those of earlier versions
 * may well be its own, too.
 */
final class ChunksUnderWay {
    private final Set<Place> parts = new HashSet<>();

    private record Place(WorkflowId workflow, String part) {}

    void add(Op op) {
        for (EntityWrites writes : op.writes()) {
            if (writes.key().kind().equals(EntityKind.CHUNK)) {
                parts.add(new Place(op.workflow(), VersionParts.of(writes.key(), RegisterNames.VALUE)));
            }
        }
    }

    /** Whether an operation saves a version that some of these may belong to. */
    boolean concern(Op op) {
        return !parts.isEmpty()
                && Admission.savesVersion(op)
                && VersionParts.shared(op.writes().get(0).value(0)).stream()
                        .anyMatch(part -> parts.contains(new Place(op.workflow(), part)));
    }
}
