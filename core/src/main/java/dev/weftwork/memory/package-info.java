/** Adapters that keep things in memory: for tests, for simulations, and for hosts that want nothing on disk. */
@NullMarked
package dev.weftwork.memory;

import org.jspecify.annotations.NullMarked;
