/**
 * The engine: who holds what, and the one place that sends. An operator embeds {@link io.berth.runtime.NetworkEngine};
 * everything that can vary comes in by its builder.
 */
@NullMarked
package io.berth.runtime;

import org.jspecify.annotations.NullMarked;
