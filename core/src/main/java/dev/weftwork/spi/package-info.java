/** What an adapter author implements. Adapters keep text under keys; what it means is decided elsewhere. */
@NullMarked
package dev.weftwork.spi;

import org.jspecify.annotations.NullMarked;
