package io.berth.spi.cloud.loadbalancer;

import static java.util.Objects.requireNonNull;

/**
 * By what a listener or a group proves that it is ours. An adapter writes it in the way that its vendor has room for,
 * always with our {@link io.berth.spi.Identity}, and shows only the marks of that identity: whatever else is on a thing,
 * it is somebody else's. It names no pod, since a slot outlives its pod.
 *
 * @param front that the thing was made for
 * @param shape the {@link Shape#fingerprint()} that it was made with
 */
public record SlotMark(Front front, String shape) {
    public SlotMark {
        requireNonNull(front, "front is null");
        requireNonNull(shape, "shape is null");
    }
}
