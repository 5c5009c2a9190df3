/** What was: undo and redo of one workflow's edits. */
@NullMarked
package dev.weftwork.store.history;

import org.jspecify.annotations.NullMarked;
