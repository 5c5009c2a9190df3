/** Measurements against raw SQLite and the physical limit. Not part of the library. */
@NullMarked
package dev.weftwork.benchmarks;

import org.jspecify.annotations.NullMarked;
