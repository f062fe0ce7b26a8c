/**
 * The kit that every plugin has to pass, in-tree or not: it shows that a plugin keeps the contract of the SPI, alone and
 * under the real engine, in virtual time and on one thread. Extend {@link io.berth.tck.kit.PluginKit} with a {@link
 * io.berth.tck.kit.PluginFixture}; each failure names the {@link io.berth.tck.kit.Rule} that is broken and what to do.
 */
@NullMarked
package io.berth.tck.kit;

import org.jspecify.annotations.NullMarked;
