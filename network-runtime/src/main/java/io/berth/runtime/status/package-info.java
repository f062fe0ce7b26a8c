/** What a pod says to us and what we say on it, as texts: the network-conf and network-status annotations. */
@NullMarked
package io.berth.runtime.status;

import org.jspecify.annotations.NullMarked;
