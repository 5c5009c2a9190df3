/** A server's workspaces in one SQLite file. */
@NullMarked
package dev.weftwork.server.sqlite;

import org.jspecify.annotations.NullMarked;
