package io.berth.simulator.aws;

import java.util.List;
import java.util.Optional;

/** How a target is, by AWS's reference of TargetHealth. */
enum AwsHealth {
    INITIAL("initial", "Elb.InitialHealthChecking"),
    HEALTHY("healthy", ""),
    UNHEALTHY("unhealthy", "Target.FailedHealthChecks"),
    UNUSED("unused", "Target.NotInUse"),
    NOT_REGISTERED("unused", "Target.NotRegistered"),
    DRAINING("draining", "Target.DeregistrationInProgress");

    private final String state;
    private final String reason;

    AwsHealth(String state, String reason) {
        this.state = state;
        this.reason = reason;
    }

    String state() {
        return state;
    }

    Optional<String> reason() {
        return Optional.of(reason).filter(text -> !text.isEmpty());
    }

    static AwsHealth of(AwsState state, AwsState.Group group, AwsState.Target target, AwsTerms terms, long now) {
        if (target.isDraining()) {
            return DRAINING;
        }
        List<AwsState.Listener> listeners = state.leadingTo(group.arn());
        if (listeners.isEmpty()) {
            return UNUSED;
        }
        long inUse = listeners.stream()
                .mapToLong(AwsState.Listener::madeAt)
                .reduce((a, b) -> a - b <= 0 ? a : b)
                .getAsLong();
        long since = target.registeredAt() - inUse > 0 ? target.registeredAt() : inUse;
        if (now - since < terms.firstChecks().toNanos()) {
            return INITIAL;
        }
        return state.unwell().contains(target.place().ip()) ? UNHEALTHY : HEALTHY;
    }
}
