/** A storage adapter on H2's MVStore, as somebody outside would write it from docs/write-an-adapter.md. */
@NullMarked
package dev.weftwork.examples.mvstore;

import org.jspecify.annotations.NullMarked;
