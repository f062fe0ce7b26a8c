/**
 * A load balancer that is as hard as the real ones: it locks whole after each write, hands out ids of its own, shows
 * writes late, loses replies and has quotas. It is the engine's test plugin, and the example that passes the kit.
 */
@NullMarked
package io.berth.tck.toy;

import org.jspecify.annotations.NullMarked;
