/** Where binaries are kept: finished ones behind {@link dev.weftwork.server.storage.BlobStorage}, others in the making. */
@NullMarked
package dev.weftwork.server.blob;

import org.jspecify.annotations.NullMarked;
