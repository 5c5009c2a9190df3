/** Programs to read and to run. Start at {@link dev.weftwork.examples.HelloGraph}. */
@NullMarked
package dev.weftwork.examples;

import org.jspecify.annotations.NullMarked;
