/** The mutating webhook: a pod that is about to be created gets what its network type needs in it. */
@NullMarked
package io.berth.operator.webhook;

import org.jspecify.annotations.NullMarked;
