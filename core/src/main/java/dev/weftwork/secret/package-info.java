/** Values that only who holds the key can read: which fields they are in, and how they are sealed and opened. */
@NullMarked
package dev.weftwork.secret;

import org.jspecify.annotations.NullMarked;
