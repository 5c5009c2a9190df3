package dev.weftwork.server.http;

import dev.weftwork.server.blob.Upload;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * Takes the body of a request into an upload, piece by piece as it comes; no thread waits for the next piece. When it is
 * cut off, what came before is in the upload. Another request may take the upload over: then what has already arrived is
 * still taken, and no more is waited for.
 */
final class Intake {
    private final Request request;
    private final Upload upload;
    /** Whether the body came to its end. Completed last of all, when nothing is written any more. */
    private final CompletableFuture<Boolean> done = new CompletableFuture<>();

    private final long from;
    private boolean waiting;
    private boolean superseded;

    Intake(Request request, Upload upload) {
        this.request = request;
        this.upload = upload;
        from = upload.offset();
    }

    /** Where in the upload the body begins. */
    long from() {
        return from;
    }

    CompletableFuture<Boolean> start() {
        take();
        return done;
    }

    /** Ends it before its time. */
    void supersede() {
        synchronized (this) {
            superseded = true;
            if (!waiting) {
                return;
            }
        }
        request.fail(new IOException("Another request goes on with this upload"));
    }

    private void take() {
        try {
            while (true) {
                Content.Chunk chunk = request.read();
                if (chunk == null) {
                    if (waitForMore()) {
                        return;
                    }
                    end(false);
                    return;
                }
                if (Content.Chunk.isFailure(chunk)) {
                    end(false);
                    return;
                }
                if (take(chunk)) {
                    end(true);
                    return;
                }
            }
        } catch (IOException | RuntimeException e) {
            done.completeExceptionally(e);
        }
    }

    private boolean take(Content.Chunk chunk) throws IOException {
        try {
            if (chunk.remaining() > upload.length() - upload.offset()) {
                throw UploadRoutes.tooLong(upload);
            }
            upload.append(chunk.getByteBuffer());
            return chunk.isLast();
        } finally {
            chunk.release();
        }
    }

    private boolean waitForMore() {
        synchronized (this) {
            if (superseded) {
                return false;
            }
            waiting = true;
        }
        request.demand(() -> {
            synchronized (this) {
                waiting = false;
            }
            take();
        });
        return true;
    }

    private void end(boolean whole) {
        done.complete(whole);
    }
}
