/** Volcengine's load balancers (CLB) and network interfaces as one model in memory. */
@NullMarked
package io.berth.simulator.volcengine;

import org.jspecify.annotations.NullMarked;
