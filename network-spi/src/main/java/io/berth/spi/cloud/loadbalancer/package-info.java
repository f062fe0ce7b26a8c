/**
 * What the load balancers of the clouds have in common: listeners, each with a group of targets behind it. A pod's slot
 * is one listener with its group. {@link io.berth.spi.cloud.loadbalancer.LoadBalancerRules} says in what a vendor differs
 * from the others; its ports, {@link io.berth.spi.cloud.loadbalancer.LoadBalancerReads} and {@link
 * io.berth.spi.cloud.loadbalancer.LoadBalancerWrites}, make one request a method.
 */
@NullMarked
package io.berth.spi.cloud.loadbalancer;

import org.jspecify.annotations.NullMarked;
