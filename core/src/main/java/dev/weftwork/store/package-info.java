/** The front door: workflows in memory, edited at memory speed, each edit on disk within milliseconds. */
@NullMarked
package dev.weftwork.store;

import org.jspecify.annotations.NullMarked;
