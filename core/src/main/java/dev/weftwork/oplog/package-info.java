/** The one log: what its entries and the rows that are folded from them look like as text. */
@NullMarked
package dev.weftwork.oplog;

import org.jspecify.annotations.NullMarked;
