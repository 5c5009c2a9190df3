/** A page in a browser and a bean in the JVM that show how a store syncs, fed by the public API alone. */
@NullMarked
package dev.weftwork.examples.dashboard;

import org.jspecify.annotations.NullMarked;
