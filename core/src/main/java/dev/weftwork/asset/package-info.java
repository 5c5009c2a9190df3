/** Large binaries beside the graph: content by its hash, kept in a directory, a database or memory. */
@NullMarked
package dev.weftwork.asset;

import org.jspecify.annotations.NullMarked;
