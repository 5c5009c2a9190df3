/** Keeps a store and a server alike: when to sync, what to do when it fails, and what to tell of it. */
@NullMarked
package dev.weftwork.sync;

import org.jspecify.annotations.NullMarked;
