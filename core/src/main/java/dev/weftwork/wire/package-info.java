/** The messages of the sync protocol as JSON; the document is {@code docs/protocol.md}. */
@NullMarked
package dev.weftwork.wire;

import org.jspecify.annotations.NullMarked;
