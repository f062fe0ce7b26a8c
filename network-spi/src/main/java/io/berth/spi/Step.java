package io.berth.spi;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What a plugin decides on what was seen.
 *
 * @param <C> the claim
 * @param <F> the facts
 */
public sealed interface Step<C, F> {
    /**
     * One request, then observe again. The engine refuses to send it unless the stored claim, or a grant in the ledger,
     * holds every key that its command touches and the lease is surely ours. A command that equals the last one sent is
     * held back until an observation would show what that one did.
     *
     * @param evicts whose leftover the command removes. It is sent only after the API server has shown that this
     *     occupant is gone or holds nothing of what is touched
     */
    record Act<C, F>(Lane lane, Urgency urgency, Effect<?, ?, F> effect, Optional<Occupant> evicts)
            implements Step<C, F> {
        public Act {
            requireNonNull(lane, "lane is null");
            requireNonNull(urgency, "urgency is null");
            requireNonNull(effect, "effect is null");
            requireNonNull(evicts, "evicts is null");
        }

        /** An act whose reply tells nothing. */
        public static <C, F> Act<C, F> of(Lane lane, Urgency urgency, Command<?, ?> command) {
            return of(lane, urgency, command, reply -> Optional.empty());
        }

        public static <C, F, P extends WritePort, A> Act<C, F> of(
                Lane lane, Urgency urgency, Command<P, A> command, Function<A, Optional<F>> learns) {
            return new Act<>(lane, urgency, new Effect<>(command, learns), Optional.empty());
        }

        public Act<C, F> evicting(Occupant former) {
            return new Act<>(lane, urgency, effect, Optional.of(former));
        }

        public Command<?, ?> command() {
            return effect.command();
        }

        @Override
        public <R> R fold(Cases<C, F, R> cases) {
            return cases.act().apply(this);
        }
    }

    /**
     * The goal holds in what was seen.
     *
     * @param completed the claim with ids that the far side chose, or without keys that were proven gone; empty where
     *     it stays as it is. Keys of the stored claim that it does not name are given back
     */
    record Reached<C, F>(Optional<C> completed, Addresses addresses) implements Step<C, F> {
        public Reached {
            requireNonNull(completed, "completed is null");
            requireNonNull(addresses, "addresses is null");
        }

        public static <C, F> Reached<C, F> with(Addresses addresses) {
            return new Reached<>(Optional.empty(), addresses);
        }

        @Override
        public <R> R fold(Cases<C, F, R> cases) {
            return cases.reached().apply(this);
        }
    }

    /**
     * Nothing to do but to look again.
     *
     * @param recheckAfter when nothing else wakes the pod; zero where only a change of the pod or its node can help
     */
    record Waiting<C, F>(Reason reason, String message, Duration recheckAfter) implements Step<C, F> {
        public Waiting {
            requireNonNull(reason, "reason is null");
            requireNonNull(message, "message is null");
            requireNonNull(recheckAfter, "recheckAfter is null");
            if (recheckAfter.isNegative()) {
                throw new IllegalArgumentException("A recheck is due after %s".formatted(recheckAfter));
            }
        }

        @Override
        public <R> R fold(Cases<C, F, R> cases) {
            return cases.waiting().apply(this);
        }
    }

    /** Something that is not ours has these keys. The engine blocks them and asks for another proposal. */
    record Conflict<C, F>(Set<Key> keys, String message) implements Step<C, F> {
        public Conflict {
            keys = Set.copyOf(keys);
            requireNonNull(message, "message is null");
        }

        @Override
        public <R> R fold(Cases<C, F, R> cases) {
            return cases.conflict().apply(this);
        }
    }

    /**
     * What the claim names is no more: somebody has released it. The engine gives no such key out for a while and asks
     * for another proposal.
     */
    record Lost<C, F>(Set<Key> keys, String message) implements Step<C, F> {
        public Lost {
            keys = Set.copyOf(keys);
            requireNonNull(message, "message is null");
        }

        @Override
        public <R> R fold(Cases<C, F, R> cases) {
            return cases.lost().apply(this);
        }
    }

    /** One function per case; a new case breaks every caller at compile time. */
    record Cases<C, F, R>(
            Function<Act<C, F>, R> act,
            Function<Reached<C, F>, R> reached,
            Function<Waiting<C, F>, R> waiting,
            Function<Conflict<C, F>, R> conflict,
            Function<Lost<C, F>, R> lost) {
        public Cases {
            requireNonNull(act, "act is null");
            requireNonNull(reached, "reached is null");
            requireNonNull(waiting, "waiting is null");
            requireNonNull(conflict, "conflict is null");
            requireNonNull(lost, "lost is null");
        }
    }

    <R> R fold(Cases<C, F, R> cases);
}
