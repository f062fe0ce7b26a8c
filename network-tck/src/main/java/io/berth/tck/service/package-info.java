/**
 * Services in the simulation: an API server's, with a played controller that makes listeners of them late, and a garbage
 * collector. A far side for whatever serves pods by {@link io.berth.spi.cloud.service}.
 */
@NullMarked
package io.berth.tck.service;

import org.jspecify.annotations.NullMarked;
