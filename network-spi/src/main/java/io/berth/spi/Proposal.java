package io.berth.spi;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** What a plugin would promise a subject. It lives in memory only, until the engine has stored the claim. */
public sealed interface Proposal<C> {
    /**
     * Nothing has to be claimed: outside the pod there is nothing, or only objects that the pod owns.
     *
     * @param keys that the subject has all the same, by its parameters, and that were taken from the ledger: a host
     *     and path. The engine holds them beside those of {@link NetworkPlugin#keys}, and finds them again by
     *     proposing anew
     */
    record Nothing<C>(Set<Key> keys) implements Proposal<C> {
        public Nothing {
            keys = Set.copyOf(keys);
        }

        public Nothing() {
            this(Set.of());
        }

        @Override
        public <R> R fold(Cases<C, R> cases) {
            return cases.nothing().apply(this);
        }
    }

    /** A claim; one that equals the current claim is not written. */
    record Claim<C>(C claim) implements Proposal<C> {
        public Claim {
            requireNonNull(claim, "claim is null");
        }

        @Override
        public <R> R fold(Cases<C, R> cases) {
            return cases.claim().apply(this);
        }
    }

    /** Not now: proposed again when something is given back, or when the pod changes. */
    record Postponed<C>(Reason reason, String message) implements Proposal<C> {
        public Postponed {
            requireNonNull(reason, "reason is null");
            requireNonNull(message, "message is null");
        }

        @Override
        public <R> R fold(Cases<C, R> cases) {
            return cases.postponed().apply(this);
        }
    }

    /** The parameters cannot be served for this subject: all problems at once. Proposed again when they change. */
    record Refused<C>(Reason reason, List<String> problems) implements Proposal<C> {
        public Refused {
            requireNonNull(reason, "reason is null");
            problems = List.copyOf(problems);
        }

        @Override
        public <R> R fold(Cases<C, R> cases) {
            return cases.refused().apply(this);
        }
    }

    /** One function per case; a new case breaks every caller at compile time. */
    record Cases<C, R>(
            Function<Nothing<C>, R> nothing,
            Function<Claim<C>, R> claim,
            Function<Postponed<C>, R> postponed,
            Function<Refused<C>, R> refused) {
        public Cases {
            requireNonNull(nothing, "nothing is null");
            requireNonNull(claim, "claim is null");
            requireNonNull(postponed, "postponed is null");
            requireNonNull(refused, "refused is null");
        }
    }

    <R> R fold(Cases<C, R> cases);
}
