/** The engine in its surroundings: fed by informers, woken into reconciles, asked by the webhook, led by the Lease. */
@NullMarked
package io.berth.operator.runtime;

import org.jspecify.annotations.NullMarked;
