/**
 * What an adapter promises, written as tests. An adapter author's whole test is one subclass; see {@link
 * dev.weftwork.testkit.StorageAdapterContract}.
 */
@NullMarked
package dev.weftwork.testkit;

import org.jspecify.annotations.NullMarked;
