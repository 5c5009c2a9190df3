package dev.weftwork.server.http;

import dev.weftwork.server.blob.Binaries;
import dev.weftwork.server.storage.ServerStorage;
import dev.weftwork.server.storage.WorkspaceReader;
import dev.weftwork.server.storage.WorkspaceReader.StoredOp;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes binaries to which nobody has referred for long. A removal holds the workspace's head and looks at what was
 * admitted since the references were listed, so none goes to which an operation refers that came meanwhile.
 */
final class Collecting {
    private static final Logger LOG = LoggerFactory.getLogger("dev.weftwork.server");
    /** Nobody writes to the workspace while so many are removed. */
    private static final int AT_ONCE = 16;
    /** If more was admitted since the look, it is time for another look. */
    private static final int MOST_NEWS = 1_000;

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
        for (String workspace : storage.workspaces()) {
            freed += run(workspace, now, grace);
        }
        return freed;
    }

    /** What was referred to at a moment. */
    private record Look(Set<String> used, long seq) {}

    private long run(String workspace, long now, Duration grace) throws IOException {
        Set<String> stored = binaries.stored(workspace);
        if (stored.isEmpty()) {
            return 0;
        }
        Look look = storage.read(workspace, this::look);
        stored.removeAll(look.used);
        binaries.unused(workspace, stored, now);
        List<String> due = binaries.unusedSince(workspace, stored, now - grace.toMillis());
        long freed = 0;
        for (int i = 0; i < due.size(); i += AT_ONCE) {
            List<String> some = due.subList(i, Math.min(due.size(), i + AT_ONCE));
            freed += remove(workspace, some, look.seq, now - grace.toMillis());
        }
        if (freed > 0) {
            LOG.atInfo()
                    .addKeyValue("workspace", workspace)
                    .addKeyValue("bytes", freed)
                    .log("unused binaries removed");
        }
        return freed;
    }

    private Look look(WorkspaceReader reader) throws IOException {
        Set<String> used = new HashSet<>();
        for (BlobReferrer referrer : referrers) {
            referrer.references(reader, used::add);
        }
        return new Look(used, reader.headPlace().seq());
    }

    private long remove(String workspace, List<String> some, long after, long before) throws IOException {
        try {
            return storage.write(workspace, writer -> {
                        List<StoredOp> news = writer.after(after, MOST_NEWS);
                        if (writer.headPlace().seq() - after > MOST_NEWS) {
                            return 0L;
                        }
                        Set<String> mentioned = new HashSet<>();
                        news.forEach(op -> GraphMentions.in(op.text(), mentioned::add));
                        long freed = 0;
                        for (String hash : some) {
                            freed += mentioned.contains(hash) ? 0 : binaries.remove(workspace, hash, before);
                        }
                        return freed;
                    })
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw e;
        }
    }
}
