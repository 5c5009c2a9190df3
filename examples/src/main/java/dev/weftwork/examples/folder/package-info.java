/** A remote adapter as somebody outside would write it from docs/write-an-adapter.md: devices that meet in a folder. */
@NullMarked
package dev.weftwork.examples.folder;

import org.jspecify.annotations.NullMarked;
