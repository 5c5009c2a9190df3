/**
 * The documents of flow editors, in and out, without loss.
 *
 * <p>A document comes apart into typed fields (ids, titles, places, links, settings), unknown fields and a <em>shape</em>
 * that says where each of them stood. Writing replays the shape: what nobody changed comes back token by token. The
 * shapes lie in {@code ext} under names that begin with {@code flow:}, so they are stored and synced like all else.
 */
@NullMarked
package dev.weftwork.format;

import org.jspecify.annotations.NullMarked;
