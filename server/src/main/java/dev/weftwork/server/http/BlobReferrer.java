package dev.weftwork.server.http;

import dev.weftwork.server.storage.WorkspaceReader;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * Something in a workspace that refers to binaries, such as its living graphs. What any of these names is not collected;
 * whoever keeps references elsewhere adds one.
 */
interface BlobReferrer {
    /** Names the hashes of all that it refers to now, each as 64 hexadecimal digits, as often as it likes. */
    void references(WorkspaceReader workspace, Consumer<String> hash) throws IOException;
}
