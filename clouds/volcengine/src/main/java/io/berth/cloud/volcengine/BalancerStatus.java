package io.berth.cloud.volcengine;

import static java.util.Objects.requireNonNull;

import io.berth.spi.cloud.loadbalancer.Balancer;

/** What Volcengine's words for a balancer mean, and what is to be done. */
record BalancerStatus(Balancer.State state, String detail) {
    BalancerStatus {
        requireNonNull(state, "state is null");
        requireNonNull(detail, "detail is null");
    }

    static BalancerStatus of(Reply reply) {
        String lock = reply.textOrEmpty("LockReason");
        // Other products of Volcengine say "unlock" where nothing is locked.
        if (!lock.isEmpty() && !lock.equalsIgnoreCase("unlock")) {
            return unusable("Volcengine has locked it (%s); settle that in the console".formatted(lock));
        }
        if (reply.isTrue("ServiceManaged")) {
            return unusable("another service of Volcengine manages it and alone may change it;"
                    + " use a load balancer that was made in the console or by the API of CLB");
        }
        String status = reply.textOrEmpty("Status");
        return switch (status) {
            case "Active" -> new BalancerStatus(Balancer.State.ACTIVE, "");
            case "Configuring" ->
                new BalancerStatus(Balancer.State.CHANGING, "Volcengine is changing it (Configuring)");
            case "Inactive" -> unusable("it is stopped (Inactive); start it in the console");
            case "Provisioning" -> unusable("it is still being created (Provisioning); wait until it is Active");
            case "Deleting", "CreateFailed" -> unusable("its status is %s; name another one".formatted(status));
            default -> unusable("its status is '%s'; make it Active in the console".formatted(status));
        };
    }

    private static BalancerStatus unusable(String detail) {
        return new BalancerStatus(Balancer.State.UNUSABLE, detail);
    }
}
