package io.berth.spi;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What an observation showed, begun after this holder's last effect had ended.
 *
 * @param facts empty where the far side shows nothing of the holder
 * @param absenceIsProof the observation began later than the far side's delay after the last request that may have
 *     changed something: what it does not show is not there. Otherwise "not there" proves nothing
 * @param lastFault of the last effect, until one succeeds
 */
public record Seen<F>(Optional<F> facts, boolean absenceIsProof, Optional<NetworkException> lastFault) {
    public Seen {
        requireNonNull(facts, "facts is null");
        requireNonNull(lastFault, "lastFault is null");
    }
}
