/** Schema versions of files, and how an older file is brought up to a newer one. */
@NullMarked
package dev.weftwork.schema;

import org.jspecify.annotations.NullMarked;
