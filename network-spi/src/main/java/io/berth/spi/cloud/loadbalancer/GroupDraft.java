package io.berth.spi.cloud.loadbalancer;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A group to be made, with the mark of its front and shape.
 *
 * @param target the first one, where {@link LoadBalancerRules#bindsAtCreate()}
 */
public record GroupDraft(Front front, Shape shape, Optional<TargetDraft> target) {
    public GroupDraft {
        requireNonNull(front, "front is null");
        requireNonNull(shape, "shape is null");
        requireNonNull(target, "target is null");
    }

    public SlotMark mark() {
        return new SlotMark(front, shape.fingerprint());
    }
}
