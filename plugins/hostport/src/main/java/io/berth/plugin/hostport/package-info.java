/**
 * Host ports: a pod is reached at its node's address, at numbers that stand in the pod's spec. The spec is the claim, and
 * Kubernetes' scheduler keeps one holder per node and number; this plugin proposes the numbers before the pod exists
 * and says afterwards what they came to.
 */
@NullMarked
package io.berth.plugin.hostport;

import org.jspecify.annotations.NullMarked;
