/** Saved versions of a workflow: their chunks, their order, and what differs between two. Pure functions. */
@NullMarked
package dev.weftwork.version;

import org.jspecify.annotations.NullMarked;
