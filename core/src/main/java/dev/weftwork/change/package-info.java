/**
 * What happens to a graph: operations, registers with stamps, the clock, the join, admission. Pure functions over
 * immutable values; server, client, tests and simulator all call the same code.
 */
@NullMarked
package dev.weftwork.change;

import org.jspecify.annotations.NullMarked;
