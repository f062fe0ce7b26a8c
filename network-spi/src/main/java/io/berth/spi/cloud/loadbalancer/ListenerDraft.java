package io.berth.spi.cloud.loadbalancer;

import static java.util.Objects.requireNonNull;

/** A listener to be made, with the mark of its front and shape. */
public record ListenerDraft(Front front, Shape shape, String groupId) {
    public ListenerDraft {
        requireNonNull(front, "front is null");
        requireNonNull(shape, "shape is null");
        requireNonNull(groupId, "groupId is null");
    }

    public SlotMark mark() {
        return new SlotMark(front, shape.fingerprint());
    }
}
