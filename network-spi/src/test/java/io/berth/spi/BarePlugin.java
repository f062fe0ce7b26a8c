package io.berth.spi;

import io.berth.spi.config.ConfigSchema;
import io.berth.spi.config.Dialect;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** The least that a plugin must write. */
final class BarePlugin implements NetworkPlugin<String, String, String> {
    @Override
    public ConfigSchema<String> parameters(Dialect dialect) {
        return ConfigSchema.of("parameter", values -> "").spelled(dialect);
    }

    @Override
    public ClaimCodec<String> claims() {
        return ClaimCodec.none();
    }

    @Override
    public Set<Key> keys(Subject subject, Optional<String> claim) {
        return Set.of();
    }

    @Override
    public Proposal<String> propose(Subject subject, String parameters, Optional<String> current, Ledger ledger) {
        return new Proposal.Nothing<>();
    }

    @Override
    public Step<String, String> decide(
            Held<String, String> held, Goal goal, Optional<String> parameters, Seen<String> seen) {
        return new Step.Waiting<>(Reason.POD_HAS_NO_IP, "no IP yet", Duration.ZERO);
    }
}
