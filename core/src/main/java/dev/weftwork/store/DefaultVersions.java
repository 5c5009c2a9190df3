package dev.weftwork.store;

import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.OpId;
import dev.weftwork.graph.Workflow;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.StorageException;
import dev.weftwork.store.history.Versions;
import dev.weftwork.version.SavedVersion;
import dev.weftwork.version.VersionBook;
import dev.weftwork.version.WorkflowDiff;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The versions of one workflow; they are entities of the workflow itself. */
final class DefaultVersions implements Versions {
    /** Chunks go in operations of about this size, since a server takes only so much in one request. */
    private static final int MOST_IN_OP = 200_000;

    private final Engine engine;
    private final WorkflowId id;

    DefaultVersions(Engine engine, WorkflowId id) {
        this.engine = engine;
        this.id = id;
    }

    @Override
    public Saved save(String author, String note) {
        Objects.requireNonNull(author, "An author may be empty but not null");
        Objects.requireNonNull(note, "A note may be empty but not null");
        return save(engine.requireAlive(id), author, note);
    }

    private Saved save(GraphState state, String author, String note) {
        VersionBook.Saving saving = VersionBook.save(state);
        List<EntityWrites> part = new ArrayList<>();
        int size = 0;
        for (EntityWrites chunk : saving.chunks()) {
            part.add(chunk);
            size += chunk.length();
            if (size > MOST_IN_OP) {
                engine.write(id, List.copyOf(part));
                part.clear();
                size = 0;
            }
        }
        if (!part.isEmpty()) {
            engine.write(id, part);
        }
        OpId name = new OpId(engine.newId());
        long now = engine.wallMillis();
        // alone in its operation, so that admission may give it its own place
        Commit commit = engine.write(id, List.of(saving.version(name, author, note, now)), name);
        SavedVersion version = list().stream()
                .filter(each -> each.id().equals(name))
                .findFirst()
                .orElseGet(() -> new SavedVersion(name, 0, author, note, now, saving.root()));
        return new Saved(version, commit);
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
        List<SavedVersion> all = new ArrayList<>();
        Set<OpId> admitted = new HashSet<>();
        boolean known = true;
        for (SavedVersion each : VersionBook.of(slot.overlay.base()).versions()) {
            // of what came before a place that this replica has not come to, some may be unknown here
            Long place = replica.outstanding.places().of(each.id());
            known &= place == null || place <= replica.committed().head();
            all.add(known ? each : unnumbered(each));
            admitted.add(each.id());
        }
        seen.stream().filter(each -> !admitted.contains(each.id())).forEach(each -> all.add(unnumbered(each)));
        return List.copyOf(all);
    }

    private static SavedVersion unnumbered(SavedVersion each) {
        return new SavedVersion(each.id(), 0, each.author(), each.note(), each.savedAt(), each.root());
    }

    @Override
    public Optional<Workflow> open(SavedVersion version) {
        return content(version).map(GraphState::view);
    }

    private Optional<GraphState> content(SavedVersion version) {
        Objects.requireNonNull(version, "A version is needed; list() gives those that there are");
        GraphState state = engine.requireKnown(id);
        VersionBook book = VersionBook.of(state);
        if (book.versions().stream().noneMatch(each -> each.id().equals(version.id()))) {
            throw new IllegalArgumentException(
                    "Workflow '" + id + "' has no version " + version.id() + "; list() gives those that there are");
        }
        try {
            return book.content(version);
        } catch (IOException e) {
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
        engine.requireAlive(id);
        return content.map(wanted -> {
            GraphState after = engine.alone(id, slot -> {
                List<EntityWrites> writes = VersionBook.restore(slot.overlay.view(), wanted);
                engine.submission().take(slot, writes, new OpId(engine.newId()), null);
                return slot.overlay.view();
            });
            String which = version.isNumbered() ? "version " + version.number() : "a version without a number";
            return save(after, author, "Back to " + which);
        });
    }
}
