/**
 * Publishes a pod as it is: its own IPs and container ports, for clients that reach the pod network. Nothing is made,
 * claimed or given back.
 */
@NullMarked
package io.berth.plugin.nonedirect;

import org.jspecify.annotations.NullMarked;
