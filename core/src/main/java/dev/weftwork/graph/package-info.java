/**
 * Pure values: workflows, nodes, edges, their ids and JSON. Nothing here reads a file, a clock or a lock, except for
 * the one source of fresh ids.
 */
@NullMarked
package dev.weftwork.graph;

import org.jspecify.annotations.NullMarked;
