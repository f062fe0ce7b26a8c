/**
 * What an API server does to a pod before it stores it: the embedded server does none of it.
 */
@NullMarked
package io.berth.localcluster.admission;

import org.jspecify.annotations.NullMarked;
