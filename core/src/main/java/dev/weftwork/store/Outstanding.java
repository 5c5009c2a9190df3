package dev.weftwork.store;

import dev.weftwork.change.DeviceId;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.Stamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The operations in the log that the authority has not spoken of, oldest first, and what is remembered about the others
 * as long as these are there. Guarded by the replica's lock.
 */
final class Outstanding {
    private final Map<OpId, Entry> entries = new LinkedHashMap<>();
    private final Set<OpId> offered = new HashSet<>();
    /** What the server took, and still waits for the page that tells of it. */
    private final Set<OpId> taken = new HashSet<>();
    /** By an operation that waits: those that travel as part of it. */
    private final Map<OpId, List<OpId>> absorbed = new HashMap<>();
    /** Of this process's own edits: who is told what became of them. */
    private final Map<OpId, PendingCommit> commits = new HashMap<>();
    /** The places of admitted operations, of the latest at least. */
    private final Places places;
    /**
     * What admitted operations were given, by the replica whose they are and its number. Kept of the replicas that
     * operations wait as: what was offered keeps its identity while this replica may have become another.
     */
    private final Map<DeviceId, NavigableMap<Long, Long>> effs = new HashMap<>();

    /**
     * Nothing is outstanding.
     *
     * @param admitted no operation that was admitted so far has a greater number
     */
    Outstanding(long admitted) {
        places = new Places(admitted);
    }

    /** An operation, and where in the log it stands. */
    record Entry(Op op, Long position) {}

    void add(Long position, Op op) {
        entries.put(op.id(), new Entry(op, position));
        noteReplica(op);
    }

    private void noteReplica(Op op) {
        effs.computeIfAbsent(op.origin().device(), device -> new TreeMap<>());
    }

    @Nullable Op op(OpId id) {
        Entry entry = entries.get(id);
        return entry == null ? null : entry.op();
    }

    boolean contains(OpId id) {
        return entries.containsKey(id);
    }

    Set<OpId> ids() {
        return Set.copyOf(entries.keySet());
    }

    int size() {
        return entries.size();
    }

    void forEach(Consumer<Op> each) {
        entries.values().forEach(entry -> each.accept(entry.op()));
    }

    /** The same as {@link #ops} without a copy; not to be used beyond the next change. */
    Iterable<Op> each() {
        return () -> entries.values().stream().map(Entry::op).iterator();
    }

    List<Op> ops() {
        return entries.values().stream().map(Entry::op).toList();
    }

    void remove(OpId id) {
        entries.remove(id);
        offered.remove(id);
        taken.remove(id);
        absorbed.remove(id);
        if (entries.isEmpty()) {
            effs.clear();
        }
    }

    void replace(Op op) {
        entries.computeIfPresent(op.id(), (id, entry) -> {
            noteReplica(op);
            return new Entry(op, entry.position());
        });
    }

    void offered(OpId id) {
        offered.add(id);
    }

    boolean isOffered(OpId id) {
        return offered.contains(id);
    }

    /** The server took an operation, if it waits here. It is not written down: whoever asks again is told again. */
    void taken(OpId id) {
        if (contains(id)) {
            taken.add(id);
        }
    }

    /** Whether the server is known to have an operation, though it has not told where that stands. */
    boolean isTaken(OpId id) {
        return taken.contains(id);
    }

    void absorb(OpId op, OpId into) {
        List<OpId> all = absorbed.computeIfAbsent(into, id -> new ArrayList<>());
        all.addAll(Objects.requireNonNullElse(absorbed.remove(op), List.of()));
        if (!all.contains(op)) {
            all.add(op);
        }
        entries.remove(op);
        offered.remove(op);
    }

    List<OpId> absorbedBy(OpId id) {
        return List.copyOf(absorbed.getOrDefault(id, List.of()));
    }

    /** Up to where the log holds nothing that is pending. */
    long settledTo(long position) {
        return entries.isEmpty() ? position : entries.values().iterator().next().position() - 1;
    }

    void await(PendingCommit commit) {
        commits.put(commit.operation().id(), commit);
    }

    @Nullable PendingCommit answered(OpId id) {
        return commits.remove(id);
    }

    /** Who waits for operations that stay on the device, and the word for them. */
    List<Absorption.Answer> stays(List<OpId> local) {
        List<Absorption.Answer> answers = new ArrayList<>();
        for (OpId id : local) {
            List<OpId> all = new ArrayList<>(absorbedBy(id));
            all.add(id);
            for (OpId each : all) {
                PendingCommit commit = commits.remove(each);
                if (commit != null) {
                    answers.add(new Absorption.Answer(commit, new SyncOutcome.LocalOnly()));
                }
            }
        }
        return answers;
    }

    /** Who waits for operations that wait no more, because they were decided unseen. */
    List<PendingCommit> takeDecided() {
        List<PendingCommit> decided = commits.values().stream()
                .filter(commit -> !isWaiting(commit.operation().id()))
                .toList();
        decided.forEach(commit -> commits.remove(commit.operation().id()));
        return decided;
    }

    private boolean isWaiting(OpId id) {
        return entries.containsKey(id) || absorbed.values().stream().anyMatch(within -> within.contains(id));
    }

    /** Notes where an operation was admitted. */
    void admitted(Stamp stamp, long seq) {
        places.put(stamp.op(), seq);
    }

    /** Notes what an operation was given; tells whether that says anything of others that wait. */
    boolean given(Stamp stamp) {
        NavigableMap<Long, Long> ofReplica = effs.get(stamp.device());
        if (ofReplica == null || entries.isEmpty()) {
            return false;
        }
        ofReplica.put(stamp.deviceSeq(), stamp.eff());
        return true;
    }

    /** The stamp that an operation shows under: not above what its replica wrote after it and is admitted. */
    Stamp provisional(Op op) {
        NavigableMap<Long, Long> ofReplica = effs.get(op.origin().device());
        Map.Entry<Long, Long> above =
                ofReplica == null ? null : ofReplica.higherEntry(op.origin().seq());
        return above == null ? op.provisional() : op.stamp(Math.min(op.origin().claimed(), above.getValue()));
    }

    Places places() {
        return places;
    }

    /** Forgets the places of most admitted operations once nobody is left who may not have known of them. */
    void folded() {
        if (entries.isEmpty()) {
            places.keepLatest();
        }
    }

    /** Takes over what another has read of the same medium; who waits for an answer goes on waiting. */
    void adopt(Outstanding other) {
        entries.clear();
        entries.putAll(other.entries);
        offered.clear();
        offered.addAll(other.offered);
        // the server may be another than it was
        taken.clear();
        absorbed.clear();
        absorbed.putAll(other.absorbed);
        places.adopt(other.places);
        effs.clear();
        effs.putAll(other.effs);
    }
}
