/** Counts and durations of what the library does: snapshots, subscriptions and alerts. */
@NullMarked
package dev.weftwork.metrics;

import org.jspecify.annotations.NullMarked;
