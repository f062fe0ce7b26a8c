package io.berth.spi.cloud.loadbalancer;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A listener as it was seen, whoever made it.
 *
 * @param id the vendor's; where the vendor has none, the text of the front
 * @param last the last number that it takes: more than that of the front where it takes a whole range
 * @param groupId behind it, if there is one that it always leads to
 * @param mark empty where it is not ours, and where {@link LoadBalancerRules#marksApart()} says that marks are read apart
 */
public record Listener(
        String id, Front front, int last, Optional<String> groupId, Optional<SlotMark> mark, State state) {
    public enum State {
        RUNNING,
        /** Made, and not started. */
        STOPPED,
        /** Becomes another state by itself. */
        CHANGING
    }

    public Listener {
        requireNonNull(id, "id is null");
        requireNonNull(front, "front is null");
        requireNonNull(groupId, "groupId is null");
        requireNonNull(mark, "mark is null");
        requireNonNull(state, "state is null");
        if (last < front.number()) {
            throw new IllegalArgumentException("Listener %s takes %s to %d".formatted(id, front, last));
        }
    }

    /** A listener on one number. */
    public static Listener on(String id, Front front, Optional<String> groupId, Optional<SlotMark> mark, State state) {
        return new Listener(id, front, front.number(), groupId, mark, state);
    }

    /** Whether a client of that front would come to this listener, so that no other can stand there. */
    public boolean takes(Front wanted) {
        return front.transport().overlaps(wanted.transport())
                && wanted.number() >= front.number()
                && wanted.number() <= last;
    }

    public Listener marked(Optional<SlotMark> read) {
        return new Listener(id, front, last, groupId, read, state);
    }
}
