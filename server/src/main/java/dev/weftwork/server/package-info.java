/** The sync server: start one with {@link dev.weftwork.server.SyncServer}. */
@NullMarked
package dev.weftwork.server;

import org.jspecify.annotations.NullMarked;
