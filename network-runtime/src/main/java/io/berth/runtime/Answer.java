package io.berth.runtime;

import static java.util.Objects.requireNonNull;

import io.berth.spi.Addresses;
import io.berth.spi.Reason;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** How a pod stands, at the end of a reconcile. */
public sealed interface Answer {
    /** Published, and proven at the far side since this instance leads, or found published and about to be proven. */
    record Ready(Addresses addresses) implements Answer {
        public Ready {
            requireNonNull(addresses, "addresses is null");
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.ready().apply(this);
        }
    }

    /** @param recheckAfter reconcile again then, if nothing wakes the pod before; zero: only a wake or a change helps */
    record Waiting(Reason reason, String message, Duration recheckAfter) implements Answer {
        public Waiting {
            requireNonNull(reason, "reason is null");
            requireNonNull(message, "message is null");
            requireNonNull(recheckAfter, "recheckAfter is null");
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.waiting().apply(this);
        }
    }

    /** Only a change of the pod helps: all problems at once. */
    record Refused(Reason reason, List<String> problems) implements Answer {
        public Refused {
            requireNonNull(reason, "reason is null");
            problems = List.copyOf(problems);
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.refused().apply(this);
        }
    }

    /** Nothing is held for the pod, and nothing of ours is on it that keeps it. */
    record Gone() implements Answer {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.gone().apply(this);
        }
    }

    /** The pod has no network type: it is none of ours. */
    record NotOurs() implements Answer {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.notOurs().apply(this);
        }
    }

    /** One function per case; a new case breaks every caller at compile time. */
    record Cases<R>(
            Function<Ready, R> ready,
            Function<Waiting, R> waiting,
            Function<Refused, R> refused,
            Function<Gone, R> gone,
            Function<NotOurs, R> notOurs) {}

    <R> R fold(Cases<R> cases);
}
