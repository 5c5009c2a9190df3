package dev.weftwork.store;

import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.OpId;
import dev.weftwork.change.Presence;
import dev.weftwork.graph.Workflow;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.StorageException;
import dev.weftwork.store.history.VersionRetention;
import dev.weftwork.store.history.Versions;
import dev.weftwork.version.DamagedVersionException;
import dev.weftwork.version.SavedVersion;
import dev.weftwork.version.Saving;
import dev.weftwork.version.VersionBook;
import dev.weftwork.version.VersionId;
import dev.weftwork.version.WorkflowDiff;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The versions of one workflow; they are entities of the workflow itself. */
final class DefaultVersions implements Versions {
    private final Engine engine;
    private final Slices slices;
    private final WorkflowId id;

    DefaultVersions(Engine engine, Slices slices, WorkflowId id) {
        this.engine = engine;
        this.slices = slices;
        this.id = id;
    }

    @Override
    public Saved save(String author, String note) {
        Objects.requireNonNull(author, "An author may be empty but not null");
        Objects.requireNonNull(note, "A note may be empty but not null");
        return save(lightened(), author, note);
    }

    /** Without binaries that are about to move out, as far as that can be had now: a version holds what it holds for good. */
    private GraphState lightened() {
        GraphState state = engine.requireAlive(id);
        boolean heavy = engine.locked(() -> engine.replica().queue.stream()
                .anyMatch(each -> each.heavy() && each.slot().id.equals(id)));
        if (!heavy) {
            return state;
        }
        try {
            engine.drain();
        } catch (StorageException e) {
            return state;
        }
        return engine.requireAlive(id);
    }

    private Saved save(GraphState state, String author, String note) {
        Saving saving = VersionBook.save(state).naming(slices.staying());
        VersionId name = new VersionId(engine.newId());
        saving.before(name, slices::mayLeave).forEach(part -> engine.write(id, part));
        long now = engine.wallMillis();
        // alone in its operation, so that admission may give it its own place
        EntityWrites version = saving.version(name, author, note, now, slices::mayLeave);
        Commit commit = engine.write(id, List.of(version), new OpId(engine.newId()));
        SavedVersion saved = list().stream()
                .filter(each -> each.id().equals(name))
                .findFirst()
                .orElseGet(() -> new SavedVersion(name, 0, author, note, now, saving.root()));
        return new Saved(saved, commit);
    }

    @Override
    public List<SavedVersion> list() {
        engine.requireKnown(id);
        Slot slot = engine.slotFor(id);
        return engine.locked(() -> read(slot, engine.replica()));
    }

    private static List<SavedVersion> read(Slot slot, Replica replica) {
        List<SavedVersion> seen = VersionBook.of(slot.overlay.view()).versions();
        if (!replica.authority().attached()) {
            return seen;
        }
        Set<VersionId> shown = new HashSet<>();
        seen.forEach(each -> shown.add(each.id()));
        List<SavedVersion> all = new ArrayList<>();
        boolean known = true;
        VersionBook admitted = VersionBook.of(slot.overlay.base());
        for (SavedVersion each : admitted.versions()) {
            // of what came before a place that this replica has not come to, some may be unknown here
            long head = replica.committed().head();
            known &= replica.outstanding.places().isAfter(admitted.operation(each), head) == Places.Answer.NO;
            if (shown.remove(each.id())) {
                all.add(known ? each : each.numbered(0));
            }
        }
        seen.stream().filter(each -> shown.contains(each.id())).forEach(each -> all.add(each.numbered(0)));
        return List.copyOf(all);
    }

    @Override
    public Optional<Workflow> open(SavedVersion version) {
        return content(version).map(content -> content.view(Presence.NONE));
    }

    private Optional<GraphState> content(SavedVersion version) {
        Objects.requireNonNull(version, "A version is needed; list() gives those that there are");
        VersionBook book = VersionBook.of(engine.requireKnown(id));
        if (book.versions().stream().noneMatch(each -> each.id().equals(version.id()))) {
            throw new IllegalArgumentException(
                    "Workflow '" + id + "' has no version " + version.id() + "; list() gives those that there are");
        }
        try {
            return book.content(version);
        } catch (DamagedVersionException e) {
            throw new StorageException(
                    StorageException.Kind.CORRUPT,
                    "Version " + version.id() + " cannot be opened: " + e.getMessage(),
                    "Other versions can; a device that syncs this workflow has it, too",
                    e);
        }
    }

    @Override
    public Optional<WorkflowDiff> diff(SavedVersion before, SavedVersion after) {
        Objects.requireNonNull(after, "A version to compare with is needed; list() gives those that there are");
        Optional<Workflow> first = open(before);
        return first.flatMap(one -> open(after).map(other -> WorkflowDiff.between(one, other)));
    }

    @Override
    public Optional<Saved> rollback(SavedVersion version, String author) {
        Objects.requireNonNull(author, "An author may be empty but not null");
        Optional<GraphState> content = content(version);
        Set<String> parts = touched(VersionBook.of(engine.requireAlive(id)), version);
        return content.map(wanted -> {
            GraphState after = engine.alone(id, slot -> {
                List<EntityWrites> writes = VersionBook.restore(slot.overlay.view(), wanted, parts);
                engine.submission().take(slot, writes, new OpId(engine.newId()), null);
                return slot.overlay.view();
            });
            String which = version.isNumbered() ? "version " + version.number() : "a version without a number";
            return save(after, author, "Back to " + which);
        });
    }

    @Override
    public List<SavedVersion> prune(VersionRetention policy) {
        Objects.requireNonNull(policy, "A policy is needed; VersionRetention.newest(…) makes one");
        Map<VersionId, Long> admitted = admitted(VersionBook.of(engine.requireAlive(id)));
        List<SavedVersion> all =
                list().stream().filter(SavedVersion::isNumbered).toList();
        List<SavedVersion> old = all.subList(0, Math.max(0, all.size() - policy.newest()));
        List<SavedVersion> gone = old.stream()
                // a clock that runs ahead, or lies, keeps no version for ever
                .filter(each -> !policy.keeps(
                        Math.min(each.savedAt(), admitted.getOrDefault(each.id(), Long.MAX_VALUE)),
                        engine.wallMillis()))
                .toList();
        if (!gone.isEmpty()) {
            engine.write(id, gone.stream().map(VersionBook::removal).toList(), new OpId(engine.newId()));
        }
        return gone;
    }

    private static Map<VersionId, Long> admitted(VersionBook book) {
        Map<VersionId, Long> moments = new HashMap<>();
        book.versions().forEach(each -> moments.put(each.id(), book.admittedAt(each)));
        return moments;
    }

    /** What is this device's alone goes back to what this device saved, and never to what others had. */
    private Set<String> touched(VersionBook book, SavedVersion version) {
        Set<String> parts = new HashSet<>(book.parts(version));
        Set<String> own = book.ownParts(version);
        parts.removeIf(part -> !slices.mayLeave(part) && !own.contains(part));
        return parts;
    }
}
