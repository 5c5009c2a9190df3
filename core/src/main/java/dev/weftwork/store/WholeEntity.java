package dev.weftwork.store;

import dev.weftwork.change.Stamp;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * Keeps an entity whole: of all fields about which two devices disagree, the device stands that wrote the last of them.
 * Both devices see the same writes and come to the same, so one of them writes and the other lets stand.
 */
record WholeEntity() implements ConflictStrategy {
    @Override
    public Decision decide(Conflict conflict) {
        return decide(conflict, List.of(conflict));
    }

    @Override
    public Decision decide(Conflict conflict, List<Conflict> ofEntity) {
        Stamp mine = last(ofEntity, Conflict::mine);
        Stamp theirs = last(ofEntity, Conflict::theirs);
        return mine.compareTo(theirs) > 0 ? Decision.write(conflict.mine().value()) : Decision.STANDS;
    }

    private static Stamp last(List<Conflict> conflicts, Function<Conflict, Conflict.Side> side) {
        return conflicts.stream()
                .map(side)
                .map(Conflict.Side::stamp)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }
}
