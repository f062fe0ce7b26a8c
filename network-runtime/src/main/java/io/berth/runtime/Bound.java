package io.berth.runtime;

import io.berth.spi.Addresses;
import io.berth.spi.Command;
import io.berth.spi.IpAddress;
import io.berth.spi.Key;
import io.berth.spi.NetworkException;
import io.berth.spi.config.ConfigSchema.Both;
import io.berth.spi.config.Decoded;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the leader knows of one holder through its plugin: parameters, claim, facts. It ends with the term, or when the
 * holder turns to another network type. Guarded by the engine's lock.
 */
final class Bound<P, C, F> {
    final ServedType<P, C, F> type;

    /** The conf annotation that {@link #parameters} were decoded from. */
    @Nullable
    String confText;

    Decoded<Both<P, PodOptions>> parameters;

    /** The claim as stored. */
    Optional<C> claim = Optional.empty();

    /** A claim that is being stored. */
    @Nullable
    Pending<C> pending;

    /** The last proposal was that there is nothing to claim. */
    boolean claimless;

    /** A proposal is due: the first one of the term, changed parameters, a conflict, something given back. */
    boolean proposalDue = true;

    /** Held without a claim: by the pod's own spec, or by its parameters. */
    Set<Key> specKeys = Set.of();

    /** Those of them that the last proposal has named. */
    Set<Key> proposedKeys = Set.of();

    /** The last command that was sent, and not refused. */
    @Nullable
    Command<?, ?> lastSent;

    /** The parameters are fit to be used. */
    boolean usable;

    /** What was last proposed with where nothing is claimed: kept here alone, so it does not outlive the term. */
    Optional<P> lastGood = Optional.empty();

    /** The status that the pod showed when this began: this engine may not have written it, but it has not seen it come. */
    final Optional<String> found;

    /** Why there is no claim, if the last proposal was none. */
    @Nullable
    Answer withoutClaim;

    Optional<F> facts = Optional.empty();
    Optional<F> reply = Optional.empty();
    Optional<NetworkException> lastFault = Optional.empty();

    /** When the newest observation began: in the engine's count of events, and in monotonic time. */
    long observedTick = -1;

    long observedAt;

    /** An observation that began before this event is too old. */
    long neededTick;

    /** After this moment nothing of this holder was sent any more. */
    long lastSendAt;

    /** What the last decision that settled was based on: this, and the observation of that tick. */
    @Nullable
    Basis settled;

    long settledTick;

    /** What the last decision was based on. */
    @Nullable
    Basis basis;

    /** New addresses that come from the node alone, and since when they have been as they are. */
    @Nullable
    Addresses unsettled;

    long unsettledSince;

    /** What is published, by the plugin's word. */
    Addresses addresses = Addresses.NONE;

    /** The pod's IPs when that was seen. */
    List<IpAddress> servedIps = List.of();

    /**
     * @param leaving keys that the completed claim no longer names, to be given back when it is stored
     * @param moves it is a new promise: until that is kept, the pod is not ready
     */
    record Pending<C>(C claim, Envelope envelope, Set<Key> leaving, boolean moves) {}

    Bound(ServedType<P, C, F> type, Decoded<Both<P, PodOptions>> parameters, Optional<String> found, long lastSendAt) {
        this.type = type;
        this.parameters = parameters;
        this.found = found;
        this.lastSendAt = lastSendAt;
    }

    Optional<P> plain() {
        return parameters.value().map(Both::first);
    }

    void settle(Basis on) {
        settled = on;
        settledTick = observedTick;
    }

    /** Nothing that counts has changed since the last decision that settled. */
    boolean isSettled(Basis now) {
        return isFresh() && settledTick == observedTick && now.equals(settled);
    }

    boolean isFresh() {
        return observedTick >= neededTick;
    }
}
