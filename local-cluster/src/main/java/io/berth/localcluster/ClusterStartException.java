package io.berth.localcluster;

import org.jspecify.annotations.Nullable;

/** A local cluster did not start. The message says which part of it, and why as far as its log tells. */
public final class ClusterStartException extends RuntimeException {

    ClusterStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
