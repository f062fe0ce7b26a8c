package io.berth.runtime;

import io.berth.spi.Far;
import io.berth.spi.Held;
import io.berth.spi.Holder;
import io.berth.spi.NetworkException;
import io.berth.spi.PoolId;
import io.berth.spi.Query;
import io.berth.spi.ReadPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the far side, one round at a time for all that have their pools in common: whoever asks while a round is under
 * way is in the next one. Called under the engine's lock.
 */
final class Observatory {
    private record Group(String networkType, Set<PoolId> pools) {}

    private static final class Rounds<P, C, F> {
        private final Map<PodFile, Bound<P, C, F>> waiting = new LinkedHashMap<>();
        private boolean running;
    }

    private record Member<P, C, F>(PodFile file, Bound<P, C, F> bound, Held<C, F> held) {}

    private final Core core;
    private final Map<Group, Rounds<?, ?, ?>> rounds = new HashMap<>();
    private final BiConsumer<PodFile, Optional<NetworkException>> seen;

    /** @param seen called for each file when its round has ended, with the fault if it failed */
    Observatory(Core core, BiConsumer<PodFile, Optional<NetworkException>> seen) {
        this.core = core;
        this.seen = seen;
    }

    void forget() {
        rounds.clear();
    }

    <P, C, F> void request(PodFile file, Bound<P, C, F> bound, Set<PoolId> pools) {
        Group group = new Group(bound.type.name(), pools);
        @SuppressWarnings("unchecked") // a network type has one plugin
        Rounds<P, C, F> of = (Rounds<P, C, F>) rounds.computeIfAbsent(group, g -> new Rounds<P, C, F>());
        file.work = PodFile.Work.OBSERVING;
        of.waiting.put(file, bound);
        if (!of.running) {
            of.running = true;
            // Whoever asks in this moment too is in the same round.
            core.later(Duration.ZERO, () -> begin(group, of));
        }
    }

    private <P, C, F> void begin(Group group, Rounds<P, C, F> of) {
        List<Member<P, C, F>> members = new ArrayList<>();
        of.waiting.forEach((file, bound) -> {
            if (file.bound == bound) {
                members.add(new Member<>(file, bound, Views.held(core, file, bound)));
            }
        });
        of.waiting.clear();
        if (members.isEmpty()) {
            of.running = false;
            return;
        }
        read(group, of, members, new Round(core), core.tick(), core.timeline.nanos());
    }

    private <P, C, F> void read(
            Group group, Rounds<P, C, F> of, List<Member<P, C, F>> members, Round round, long tick, long at) {
        List<Held<C, F>> held = members.stream().map(Member::held).toList();
        core.<Map<Holder, F>>offload(
                () -> round.complete(members.get(0).bound().type.plugin().observe(round, held)),
                outcome -> outcome.<Runnable>fold(new Outcome.Cases<Map<Holder, F>, Runnable>(
                                facts ->
                                        () -> end(group, of, members, facts, tick, at, Optional.empty(), round.fault()),
                                fault -> () ->
                                        end(group, of, members, Map.of(), -1, at, Optional.of(fault), Optional.empty()),
                                notYet ->
                                        () -> core.later(notYet.due(), () -> read(group, of, members, round, tick, at)),
                                error -> () -> end(
                                        group,
                                        of,
                                        members,
                                        Map.of(),
                                        -1,
                                        at,
                                        Optional.of(broken(error)),
                                        Optional.empty())))
                        .run());
    }

    private <P, C, F> void end(
            Group group,
            Rounds<P, C, F> of,
            List<Member<P, C, F>> members,
            Map<Holder, F> facts,
            long tick,
            long at,
            Optional<NetworkException> fault,
            Optional<NetworkException> failed) {
        of.running = false;
        if (!of.waiting.isEmpty()) {
            of.running = true;
            core.later(Duration.ZERO, () -> begin(group, of));
        } else {
            rounds.remove(group);
        }
        for (Member<P, C, F> member : members) {
            PodFile file = member.file();
            Bound<P, C, F> bound = member.bound();
            if (file.bound != bound) {
                continue;
            }
            // After a read that failed, what is not in the answer was not looked at.
            boolean missed =
                    failed.isPresent() && !facts.containsKey(member.held().holder());
            if (fault.isEmpty() && !missed) {
                bound.facts = Optional.ofNullable(facts.get(member.held().holder()));
                bound.observedTick = tick;
                bound.observedAt = at;
            }
            file.faulted |= failed.isPresent();
            file.work = PodFile.Work.NONE;
        }
        members.forEach(member -> {
            if (member.file().bound == member.bound()) {
                boolean missed = !facts.containsKey(member.held().holder());
                seen.accept(member.file(), missed ? fault.or(() -> failed) : fault);
            }
        });
    }

    static NetworkException broken(RuntimeException error) {
        return new NetworkException(
                NetworkException.Kind.INVALID, "The plugin threw: " + error, "", "", Optional.empty(), error);
    }

    /** One round's answers. Used by one worker at a time. */
    private static final class Round implements Far {
        private final Core core;
        private final Map<Query<?, ?>, Outcome<?>> answers = new LinkedHashMap<>();
        private @Nullable NotYet starved;

        private Round(Core core) {
            this.core = core;
        }

        /** An answer that was made without all reads is none, whatever the plugin made of the exception. */
        <T> T complete(T answer) {
            if (starved != null) {
                NotYet again = starved;
                starved = null;
                throw again;
            }
            return answer;
        }

        /** The first read that failed, be it that the plugin went on without. */
        Optional<NetworkException> fault() {
            return answers.values().stream()
                    .map(Outcome::faultOf)
                    .filter(Objects::nonNull)
                    .findFirst();
        }

        @Override
        @SuppressWarnings("unchecked") // the answer of an equal query
        public <P extends ReadPort, A> A ask(Query<P, A> query) {
            Outcome<A> outcome = (Outcome<A>) answers.get(query);
            if (outcome == null) {
                outcome = send(query);
                answers.put(query, outcome);
            }
            return outcome.fold(new Outcome.Cases<A, A>(
                    answer -> answer,
                    fault -> {
                        throw fault;
                    },
                    notYet -> {
                        throw notYet;
                    },
                    error -> {
                        throw error;
                    }));
        }

        private <P extends ReadPort, A> Outcome<A> send(Query<P, A> query) {
            Permits.Budget budget = Permits.Budget.of(query);
            Duration wait = core.permits.acquire(budget);
            if (!wait.isZero()) {
                starved = new NotYet(wait);
                throw starved;
            }
            Outcome<A> outcome = Outcome.of(() -> query.ask(core.catalog.port(query.port(), query.pool())));
            core.permits.ended(budget, Optional.ofNullable(Outcome.faultOf(outcome)));
            return outcome;
        }
    }
}
