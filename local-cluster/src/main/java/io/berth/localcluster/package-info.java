/**
 * A throw-away Kubernetes cluster on this machine, real or embedded, for integration tests and the demo.
 */
@NullMarked
package io.berth.localcluster;

import org.jspecify.annotations.NullMarked;
