package io.berth.simulator;

import static java.util.Objects.requireNonNull;

/** A request that was answered. */
public record Call(String action, VendorRequest request, VendorReply reply) {
    public Call {
        requireNonNull(action, "action is null");
        requireNonNull(request, "request is null");
        requireNonNull(reply, "reply is null");
    }
}
