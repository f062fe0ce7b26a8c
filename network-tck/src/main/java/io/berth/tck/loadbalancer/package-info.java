/**
 * Load balancers in the simulation and in the kit: {@link io.berth.tck.loadbalancer.LoadBalancerFarSide} judges any cloud
 * that offers {@link io.berth.spi.cloud.loadbalancer}'s ports, given what is truly there; {@link
 * io.berth.tck.loadbalancer.SpecBalancers} is a far side in memory for each way in which vendors differ.
 */
@NullMarked
package io.berth.tck.loadbalancer;

import org.jspecify.annotations.NullMarked;
