/** Gives each port of a pod a port of a load balancer that many pods share. */
@NullMarked
package io.berth.plugin.clb;

import org.jspecify.annotations.NullMarked;
