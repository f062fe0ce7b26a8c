package io.berth.spi;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How often each host port is used by the pods of the cluster, as this replica sees it, its own recent answers
 * included. A hint for admission, never a promise: the scheduler keeps one number per node.
 */
public interface Usage {
    /** Nodes on which pods can be placed. */
    int schedulableNodes();

    /** By how many pods that have not ended; 0 for a number that nobody uses. */
    int count(Protocol protocol, int number);

    /**
     * Distinct numbers, each the least used one for its protocols; among equals the next after a start that the engine
     * chooses.
     *
     * @param slots per number the protocols that it is used for
     * @return empty where the set has fewer numbers than there are slots
     */
    Optional<List<Integer>> leastUsed(Numbers numbers, List<Set<Protocol>> slots);
}
