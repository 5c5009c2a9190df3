/** The server's routes. */
@NullMarked
package dev.weftwork.server.http;

import org.jspecify.annotations.NullMarked;
