/**
 * A world of devices and one server in virtual time, in which one seed decides everything: who edits what, and what goes
 * wrong. Real stores, engines and admission run in it; what surrounds them is made up.
 */
@NullMarked
package dev.weftwork.testkit.simulator;

import org.jspecify.annotations.NullMarked;
