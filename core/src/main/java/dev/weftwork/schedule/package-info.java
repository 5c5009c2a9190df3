/**
 * Time and threads. A {@link dev.weftwork.schedule.Scheduler} is the only source of both in the library;
 * {@link dev.weftwork.schedule.ManualScheduler} replaces it wherever a test or a simulation must decide the time.
 */
@NullMarked
package dev.weftwork.schedule;

import org.jspecify.annotations.NullMarked;
