/** The whole path, from a pod in an API server to the address on it, on every kind of cluster. */
@NullMarked
package io.berth.it.cluster;

import org.jspecify.annotations.NullMarked;
