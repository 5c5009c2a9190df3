package dev.weftwork.server.http;

import dev.weftwork.server.Role;
import dev.weftwork.server.blob.Binaries;
import dev.weftwork.server.blob.Upload;
import dev.weftwork.wire.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.eclipse.jetty.server.Request;

/** Binaries on their way in, in as many requests as it takes: the IETF's draft for resumable uploads. */
final class UploadRoutes {
    /** Some proxies let no more than a hundred million bytes through in one request. */
    static final long MOST_AT_ONCE = 64 << 20;
    /** What may come in one request that cannot be gone on with. */
    static final long MOST_UNRESUMED = 8 << 20;

    static final Duration PATIENCE = Duration.ofDays(1);

    private final Binaries binaries;
    private final Workspaces workspaces;
    private final Executor executor;
    private final Turns turns;

    UploadRoutes(Binaries binaries, Workspaces workspaces, Executor executor) {
        this.binaries = binaries;
        this.workspaces = workspaces;
        this.executor = executor;
        this.turns = new Turns(executor);
    }

    Binaries binaries() {
        return binaries;
    }

    Workspaces workspaces() {
        return workspaces;
    }

    /** Forgets uploads that nobody went on with. */
    void expire() throws IOException {
        binaries.expire(workspaces.shownMillis(), PATIENCE, this::busy);
    }

    /** Lets go of the storage. */
    void close() {
        binaries.close();
    }

    private boolean busy(Upload upload) {
        return turns.taken(upload.id());
    }

    /** {@code POST /uploads}. An upload of the same bytes that somebody left unfinished is gone on with. */
    CompletableFuture<Reply> begin(Call call) throws IOException {
        call.require(Role.EDITOR);
        UploadHeaders headers = new UploadHeaders(call.request());
        boolean complete = headers.complete();
        String hash = headers.hash();
        long length = headers.length();
        boolean bare = call.request().getLength() == 0;
        if (bare && binaries.has(call.workspace(), hash)) {
            return CompletableFuture.completedFuture(finished(call, hash, length));
        }
        return workspaces
                .roomForBinaries(call.workspace())
                .thenComposeAsync(
                        room -> {
                            try {
                                Upload left = bare
                                        ? binaries.unfinished(call.workspace(), hash, length, each -> !busy(each))
                                        : null;
                                Upload upload = left == null ? opened(call, hash, length, room) : left;
                                return bare && !complete
                                        ? CompletableFuture.completedFuture(created(upload))
                                        : turns.next(upload.id(), turn -> take(call, upload, turn, complete));
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        },
                        executor);
    }

    private Upload opened(Call call, String hash, long length, long room) throws IOException {
        Upload upload = binaries.begin(call.workspace(), hash, length, room);
        if (upload == null) {
            throw StorageQuota.refusal();
        }
        return upload;
    }

    /** {@code HEAD /uploads/{id}}. */
    CompletableFuture<Reply> state(Call call, String id) throws IOException {
        call.require(Role.EDITOR);
        find(call, id);
        return turns.next(id, turn -> {
            Map<String, String> headers = new LinkedHashMap<>(progress(find(call, id)));
            headers.put("Cache-Control", "no-store");
            return CompletableFuture.completedFuture(new Reply(204, "", new byte[0], headers));
        });
    }

    /** {@code PATCH /uploads/{id}}. */
    CompletableFuture<Reply> append(Call call, String id) throws IOException {
        call.require(Role.EDITOR);
        UploadHeaders headers = new UploadHeaders(call.request());
        headers.requirePartial();
        long offset = headers.offset();
        boolean complete = headers.complete();
        Upload present = find(call, id);
        if (turns.isOvertaken(id, offset)) {
            // it was on its way for long, and its client goes on already
            throw elsewhere(present, offset);
        }
        return turns.next(id, turn -> {
            Upload upload = find(call, id);
            if (upload.offset() != offset) {
                throw elsewhere(upload, offset);
            }
            long coming = call.request().getLength();
            if (coming > upload.length() - offset) {
                throw tooLong(upload);
            }
            if (coming > MOST_AT_ONCE) {
                throw Bodies.tooLarge(MOST_AT_ONCE);
            }
            return take(call, upload, turn, complete);
        });
    }

    /** {@code DELETE /uploads/{id}}. */
    CompletableFuture<Reply> cancel(Call call, String id) throws IOException {
        call.require(Role.EDITOR);
        find(call, id);
        return turns.next(id, turn -> {
            discard(find(call, id));
            return CompletableFuture.completedFuture(Reply.NOTHING);
        });
    }

    /** {@code PUT /blobs/{hash}}: all in one request, or nothing. */
    CompletableFuture<Reply> put(Call call, String hash) {
        call.require(Role.EDITOR);
        long length = call.request().getLength();
        if (length < 0) {
            throw new ProblemException(411, "length-required", "Send Content-Length, or begin an upload");
        }
        if (length > MOST_UNRESUMED) {
            throw Bodies.tooLarge(MOST_UNRESUMED);
        }
        return workspaces
                .roomForBinaries(call.workspace())
                .thenComposeAsync(
                        room -> {
                            try {
                                Upload upload = opened(call, hash, length, room);
                                return turns.next(upload.id(), turn -> take(call, upload, turn, true))
                                        .whenComplete((reply, failure) -> {
                                            if (failure != null) {
                                                discard(upload);
                                            }
                                        });
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        },
                        executor);
    }

    private CompletableFuture<Reply> take(Call call, Upload upload, Turns.Turn turn, boolean complete) {
        return turn.take(new Intake(call.request(), upload)).handle((whole, failure) -> {
            try {
                binaries.rest(upload);
                if (failure instanceof RuntimeException refused) {
                    throw refused;
                }
                if (failure != null) {
                    throw new IOException("What came could not be written down", failure);
                }
                if (!whole) {
                    throw new ProblemException(400, "body-cut", "The body did not arrive whole; what came is kept");
                }
                return complete ? finish(call, upload) : created(upload);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private Reply finish(Call call, Upload upload) throws IOException {
        if (upload.offset() != upload.length()) {
            String detail = "This was said to be the last of it, but " + upload.offset() + " of " + upload.length()
                    + " bytes have come";
            throw new ProblemException(new Problem(400, "upload-length", detail), null, progress(upload));
        }
        if (!binaries.finish(upload)) {
            throw new ProblemException(
                    422, "wrong-hash", "What came has another SHA-256 than was promised; nothing of it is kept");
        }
        return finished(call, upload.hash(), upload.length());
    }

    /** Where it can be read is said in relation to the request, since a proxy may have given the server another path. */
    private static Reply finished(Call call, String hash, long length) {
        String path = Request.getPathInContext(call.request());
        boolean ofUpload = path.split("/", -1).length == 6;
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(UploadHeaders.COMPLETE, "?1");
        headers.put(UploadHeaders.OFFSET, Long.toString(length));
        headers.put("Location", (ofUpload ? "../blobs/" : "blobs/") + hash);
        return new Reply(204, "", new byte[0], headers);
    }

    private static Reply created(Upload upload) {
        Map<String, String> headers = new LinkedHashMap<>(progress(upload));
        headers.put("Location", "uploads/" + upload.id());
        return new Reply(201, "", new byte[0], headers);
    }

    private static Map<String, String> progress(Upload upload) {
        return Map.of(
                UploadHeaders.COMPLETE,
                "?0",
                UploadHeaders.OFFSET,
                Long.toString(upload.offset()),
                UploadHeaders.LENGTH,
                Long.toString(upload.length()),
                UploadHeaders.LIMIT,
                "max-append-size=" + MOST_AT_ONCE + ", max-age=" + PATIENCE.toSeconds());
    }

    private void discard(Upload upload) {
        try {
            binaries.discard(upload);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Upload find(Call call, String id) {
        try {
            Upload upload = binaries.find(call.workspace(), id);
            if (upload == null) {
                throw new ProblemException(404, "no-such-upload", "There is no such upload, or not any more");
            }
            return upload;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ProblemException elsewhere(Upload upload, long offset) {
        String detail = "These bytes begin at " + offset + ", and the upload has " + upload.offset();
        return new ProblemException(new Problem(409, "upload-offset", detail), null, progress(upload));
    }

    static ProblemException tooLong(Upload upload) {
        String detail = "More comes than the " + upload.length() + " bytes that were promised";
        return new ProblemException(new Problem(400, "upload-length", detail), null, progress(upload));
    }
}
