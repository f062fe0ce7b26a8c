package io.berth.spi;

import static java.util.Objects.requireNonNull;

/**
 * Who we are at the far side. Both are required settings; together with the pool they are the mark by which a resource
 * proves that it is ours. Nothing without the mark is ever changed or deleted.
 */
public record Identity(String clusterId, String operatorId) {
    public Identity {
        requireNonNull(clusterId, "clusterId is null");
        requireNonNull(operatorId, "operatorId is null");
    }
}
