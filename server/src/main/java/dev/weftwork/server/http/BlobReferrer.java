package dev.weftwork.server.http;

import dev.weftwork.server.storage.WorkspaceReader;
import java.io.IOException;

/**
 * Something in a workspace that refers to binaries, such as its living graphs. What any of these names is not collected;
 * whoever keeps references elsewhere adds one.
 */
interface BlobReferrer {
    /** Names all that it refers to now, as often as it likes. */
    void references(WorkspaceReader workspace, Visitor visitor) throws IOException;

    /** Is told what is referred to. */
    interface Visitor {
        /** Takes a hash, as 64 hexadecimal digits. */
        void refers(String hash);

        /** Takes what cannot be looked into and may refer to anything, so that nothing can be collected while it is there. */
        void mayReferToAnything(String what);
    }
}
