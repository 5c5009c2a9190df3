/** Where a server keeps its workspaces. */
@NullMarked
package dev.weftwork.server.storage;

import org.jspecify.annotations.NullMarked;
