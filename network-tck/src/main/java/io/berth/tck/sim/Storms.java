package io.berth.tck.sim;

import static java.util.Objects.requireNonNull;

import io.berth.spi.NetworkException;
import io.berth.spi.NetworkException.Kind;
import java.time.Duration;

/** How the API server fails its clients. */
final class Storms {
    enum Fate {
        DONE,
        /** Done, and the answer is lost. */
        DONE_UNHEARD,
        /** Not done, and nothing is heard. */
        LOST,
        /** Done some time after the sender has given up. */
        LATER
    }

    private final Chance chance;
    private double share;

    Storms(Chance chance) {
        this.chance = requireNonNull(chance, "chance is null");
    }

    /** @param failing share of the requests that fail */
    void blow(double failing) {
        this.share = failing;
    }

    boolean isStill() {
        return share == 0;
    }

    boolean fails() {
        return chance.of(share);
    }

    void onRead() {
        if (chance.of(share)) {
            throw fault();
        }
    }

    Fate onWrite() {
        if (!chance.of(share)) {
            return Fate.DONE;
        }
        return switch (chance.below(5)) {
            case 0 -> Fate.DONE_UNHEARD;
            case 1 -> Fate.LOST;
            case 2 -> Fate.LATER;
            default -> throw fault();
        };
    }

    Duration lateness() {
        return chance.millis(10, 2500);
    }

    private NetworkException fault() {
        return chance.of(0.5)
                ? new NetworkException(Kind.THROTTLED, "429 too many requests")
                : new NetworkException(Kind.UNAVAILABLE, "500 etcdserver: leader changed");
    }
}
