/**
 * Each pod gets a Service of its own, and somebody else makes of it what leads to the pod: the cloud's own controller a
 * listener of a shared load balancer, kube-proxy a port of an external IP or of every node. What is promised are ports,
 * as with listeners; what is done is one object.
 */
@NullMarked
package io.berth.plugin.clb.service;

import org.jspecify.annotations.NullMarked;
