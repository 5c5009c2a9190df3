package dev.weftwork.server.http;

import dev.weftwork.server.blob.Binaries;
import dev.weftwork.server.storage.ServerStorage;
import dev.weftwork.server.storage.WorkspaceReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes binaries to which nobody has referred for long. A removal holds the workspace's head and looks at what was
 * admitted since the references were listed, so none goes to which an operation refers that came meanwhile.
 */
final class Collecting {
    private static final Logger LOG = LoggerFactory.getLogger("dev.weftwork.server");
    /** Where something far-reaching comes between every look and the first removal, tomorrow is another day. */
    private static final int MOST_VAIN_LOOKS = 3;
    /** Each look reads every graph of the workspace; what is left then goes tomorrow. */
    private static final int MOST_LOOKS = 20;
    /** Of what could not be looked into, this many are named. */
    private static final int MOST_TOLD = 5;

    private final ServerStorage storage;
    private final Binaries binaries;
    private final List<BlobReferrer> referrers;

    Collecting(ServerStorage storage, Binaries binaries, List<BlobReferrer> referrers) {
        this.storage = storage;
        this.binaries = binaries;
        this.referrers = List.copyOf(referrers);
    }

    /** Removes what has been unused for longer than a time, everywhere; gives how many bytes that were. */
    long run(long now, Duration grace) throws IOException {
        long freed = 0;
        IOException failure = null;
        for (String workspace : storage.workspaces()) {
            try {
                freed += run(workspace, now, grace);
            } catch (IOException e) {
                // those behind it have their turn all the same
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
        return freed;
    }

    /** What was referred to at a moment, beside what could not be looked into. */
    private record Look(Set<String> used, Set<String> unread, long seq) {
        /** Those of some binaries that nothing refers to, which are none if that cannot be told. */
        void keepUnused(Collection<String> hashes) {
            if (unread.isEmpty()) {
                hashes.removeAll(used);
            } else {
                hashes.clear();
            }
        }
    }

    private long run(String workspace, long now, Duration grace) throws IOException {
        Set<String> stored = binaries.stored(workspace);
        if (stored.isEmpty()) {
            return 0;
        }
        long moment = now - grace.toMillis();
        Look look = storage.read(workspace, this::look);
        tell(workspace, look.unread);
        look.keepUnused(stored);
        binaries.unused(workspace, stored, now);
        Deque<String> due = new ArrayDeque<>(binaries.unusedSince(workspace, stored, moment));
        long freed = 0;
        int vain = 0;
        for (int looks = 1; !due.isEmpty() && vain < MOST_VAIN_LOOKS && looks <= MOST_LOOKS; looks++) {
            int before = due.size();
            freed += remove(workspace, due, new News(look.seq), moment);
            vain = due.size() < before ? 0 : vain + 1;
            if (!due.isEmpty() && looks < MOST_LOOKS) {
                look = storage.read(workspace, this::look);
                look.keepUnused(due);
            }
        }
        binaries.settle(workspace);
        if (freed > 0) {
            LOG.atInfo()
                    .addKeyValue("workspace", workspace)
                    .addKeyValue("bytes", freed)
                    .log("unused binaries removed");
        }
        return freed;
    }

    private static void tell(String workspace, Set<String> unread) {
        if (!unread.isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("workspace", workspace)
                    .log("no unused binary is removed: any may be referred to by {}", String.join(" and ", unread));
        }
    }

    private Look look(WorkspaceReader reader) throws IOException {
        Set<String> used = new HashSet<>();
        Set<String> unread = new TreeSet<>();
        BlobReferrer.Visitor visitor = new BlobReferrer.Visitor() {
            @Override
            public void refers(String hash) {
                used.add(hash);
            }

            @Override
            public void mayReferToAnything(String what) {
                if (unread.size() < MOST_TOLD) {
                    unread.add(what);
                }
            }
        };
        for (BlobReferrer referrer : referrers) {
            referrer.references(reader, visitor);
        }
        return new Look(used, unread, reader.headPlace().seq());
    }

    /** Removes one after the other, until something was admitted that calls for another look. */
    private long remove(String workspace, Deque<String> due, News news, long moment) throws IOException {
        long freed = 0;
        while (!due.isEmpty()) {
            String hash = due.element();
            // the storage has answered just before it is asked while nobody can write
            long size = binaries.size(workspace, hash).orElse(0);
            Outcome outcome = Workspaces.written(storage.write(workspace, writer -> {
                if (!news.takeIn(writer)) {
                    return Outcome.NEWS;
                }
                boolean gone = !news.mentions(hash) && binaries.remove(workspace, hash, size, moment);
                return gone ? Outcome.GONE : Outcome.STAYS;
            }));
            if (outcome == Outcome.NEWS) {
                break;
            }
            due.remove();
            freed += outcome == Outcome.GONE ? size : 0;
        }
        return freed;
    }

    /** What became of a binary that was to be removed. */
    private enum Outcome {
        GONE,
        STAYS,
        NEWS
    }
}
