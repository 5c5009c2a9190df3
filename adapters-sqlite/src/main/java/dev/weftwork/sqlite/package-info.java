/** Local storage on one SQLite file. Start at {@link dev.weftwork.sqlite.SqliteStorage}. */
@NullMarked
package dev.weftwork.sqlite;

import org.jspecify.annotations.NullMarked;
