/** A {@link dev.weftwork.spi.RemoteAdapter} over HTTP, on the client that comes with Java. */
@NullMarked
package dev.weftwork.http;

import org.jspecify.annotations.NullMarked;
