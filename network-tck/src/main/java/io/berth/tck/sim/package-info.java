/**
 * The deterministic simulation: the whole engine with its plugins, single-threaded under virtual time, between an API
 * server, workload controllers, kubelets, people and a far side that are all played, and that fail. After every step all
 * ten invariants are checked against how the world truly is. A seed defines a whole run.
 */
@NullMarked
package io.berth.tck.sim;

import org.jspecify.annotations.NullMarked;
