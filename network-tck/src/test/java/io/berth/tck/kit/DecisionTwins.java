package io.berth.tck.kit;

import io.berth.spi.Address;
import io.berth.spi.Addresses;
import io.berth.spi.Command;
import io.berth.spi.Far;
import io.berth.spi.Goal;
import io.berth.spi.Held;
import io.berth.spi.Holder;
import io.berth.spi.Key;
import io.berth.spi.PoolId;
import io.berth.spi.PortSpace;
import io.berth.spi.Protocol;
import io.berth.spi.Query;
import io.berth.spi.Reason;
import io.berth.spi.Seen;
import io.berth.spi.Step;
import io.berth.spi.WritePort;
import io.berth.tck.toy.ToyApi;
import io.berth.tck.toy.ToyClaim;
import io.berth.tck.toy.ToyFacts;
import io.berth.tck.toy.ToyMark;
import io.berth.tck.toy.ToyParameters;
import io.berth.tck.toy.ToyPlugin;
import io.berth.tck.toy.ToyReads;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Twins of the toy whose decisions break a rule. */
final class DecisionTwins {
    private static final Duration SOON = Duration.ofMillis(500);

    private DecisionTwins() {}

    /** What decide is asked. */
    private record Asked(
            ToyPlugin toy,
            Held<ToyClaim, ToyFacts> held,
            Goal goal,
            Optional<ToyParameters> parameters,
            Seen<ToyFacts> seen) {
        Step<ToyClaim, ToyFacts> answer() {
            return toy.decide(held, goal, parameters, seen);
        }

        Step<ToyClaim, ToyFacts> answer(Goal other) {
            return toy.decide(held, other, parameters, seen);
        }

        Step<ToyClaim, ToyFacts> answer(Seen<ToyFacts> other) {
            return toy.decide(held, goal, parameters, other);
        }

        /** What is seen, but for the groups that no listener uses. */
        Seen<ToyFacts> frontedOnly() {
            return new Seen<>(
                    seen.facts()
                            .map(facts -> new ToyFacts(
                                    facts.fronts(),
                                    facts.groups().stream()
                                            .filter(group -> facts.fronts().values().stream()
                                                    .anyMatch(front ->
                                                            front.groupId().equals(group.id())))
                                            .toList(),
                                    facts.interfaceId(),
                                    facts.address(),
                                    facts.lost(),
                                    facts.changed())),
                    seen.absenceIsProof(),
                    seen.lastFault());
        }

        /** What is seen, but for the groups that neither a listener nor a reply of this process names. */
        Seen<ToyFacts> toldOnly() {
            Set<String> told = new HashSet<>();
            held.reply().ifPresent(reply -> {
                told.addAll(reply.changed());
                reply.groups().forEach(group -> told.add(group.id()));
            });
            Seen<ToyFacts> fronted = frontedOnly();
            return new Seen<>(
                    seen.facts()
                            .map(facts -> new ToyFacts(
                                    facts.fronts(),
                                    facts.groups().stream()
                                            .filter(group -> told.contains(group.id())
                                                    || fronted.facts()
                                                            .filter(shown -> shown.groups()
                                                                    .contains(group))
                                                            .isPresent())
                                            .toList(),
                                    facts.interfaceId(),
                                    facts.address(),
                                    facts.lost(),
                                    facts.changed())),
                    seen.absenceIsProof(),
                    seen.lastFault());
        }

        boolean replied() {
            return held.reply().isPresent();
        }
    }

    private interface Deciding {
        Step<ToyClaim, ToyFacts> decide(Asked asked);
    }

    /** What one process remembers. */
    private interface Remembering {
        Deciding begin(int instance);
    }

    private static ToyTwin.Twinning deciding(Remembering remembering) {
        AtomicInteger instances = new AtomicInteger();
        return (toy, site) -> {
            Deciding deciding = remembering.begin(instances.incrementAndGet());
            return new ToyTwin(toy) {
                @Override
                public Step<ToyClaim, ToyFacts> decide(
                        Held<ToyClaim, ToyFacts> held,
                        Goal goal,
                        Optional<ToyParameters> parameters,
                        Seen<ToyFacts> seen) {
                    return deciding.decide(new Asked(toy, held, goal, parameters, seen));
                }
            };
        };
    }

    private static Twin pure(Rule rule, Deciding deciding) {
        return Twin.of(rule, deciding(instance -> deciding));
    }

    private static Twin remembering(Rule rule, Remembering remembering) {
        return Twin.of(rule, deciding(remembering));
    }

    private static Twin onTwoProtocols(Rule rule, Remembering remembering) {
        return Twin.of(rule, ToyFixture.parameters("lb-1", "80/TCPUDP"), ToyTwin.factory(deciding(remembering)));
    }

    private static Step<ToyClaim, ToyFacts> waiting(String message) {
        return new Step.Waiting<>(Reason.OBSERVING, message, SOON);
    }

    private interface Readdressing {
        Addresses of(Addresses truth);
    }

    private static Step<ToyClaim, ToyFacts> readdressed(Step<ToyClaim, ToyFacts> step, Readdressing readdressing) {
        return step instanceof Step.Reached<ToyClaim, ToyFacts> reached
                        && !reached.addresses().external().isEmpty()
                ? new Step.Reached<>(reached.completed(), readdressing.of(reached.addresses()))
                : step;
    }

    private static Addresses external(Addresses truth, List<Address> external) {
        return new Addresses(truth.internal(), external);
    }

    private static Addresses renamed(Addresses truth, String name) {
        return external(
                truth,
                truth.external().stream()
                        .map(address -> Address.of(
                                address.ip(),
                                address.ports().stream()
                                        .map(port -> new Address.Port(name, port.protocol(), port.number()))
                                        .toList()))
                        .toList());
    }

    /** Of several doors one, another one in each process. */
    private static Addresses oneProtocol(Addresses truth, int instance) {
        Protocol protocol = instance % 2 == 0 ? Protocol.TCP : Protocol.UDP;
        return external(
                truth,
                truth.external().stream()
                        .map(address -> Address.of(
                                address.ip(),
                                address.ports().stream()
                                        .filter(port -> port.protocol() == protocol)
                                        .toList()))
                        .toList());
    }

    private static Step<ToyClaim, ToyFacts> withoutCompletion(Step<ToyClaim, ToyFacts> step) {
        return step instanceof Step.Reached<ToyClaim, ToyFacts> reached ? Step.Reached.with(reached.addresses()) : step;
    }

    /** Does the same, and something to a key that it does not hold. */
    private record More<P extends WritePort, A>(Command<P, A> command) implements Command<P, A> {
        @Override
        public Class<P> port() {
            return command.port();
        }

        @Override
        public PoolId pool() {
            return command.pool();
        }

        @Override
        public String action() {
            return command.action();
        }

        @Override
        public Set<Key> touches() {
            Set<Key> keys = new LinkedHashSet<>(command.touches());
            keys.add(new Key.Port(command.pool(), PortSpace.TCP, 7040));
            return keys;
        }

        @Override
        public A send(P port) {
            return command.send(port);
        }
    }

    private static Step<ToyClaim, ToyFacts> alsoTouching(Step<ToyClaim, ToyFacts> step) {
        return Steps.act(step)
                .<Step<ToyClaim, ToyFacts>>map(act -> Step.Act.of(act.lane(), act.urgency(), more(act.command())))
                .orElse(step);
    }

    private static <P extends WritePort, A> Command<P, A> more(Command<P, A> command) {
        return new More<>(command);
    }

    /** Claims to make a request that reads. */
    private record Making(PoolId pool, String mark) implements Query<ToyReads, String> {
        @Override
        public Class<ToyReads> port() {
            return ToyReads.class;
        }

        @Override
        public String action() {
            return "listGroups";
        }

        @Override
        public String ask(ToyReads port) {
            return ((ToyApi) port).createGroup(pool.id(), mark);
        }
    }

    static List<Twin> all() {
        return List.of(
                remembering(Rule.DECIDING_IS_PURE, instance -> {
                    AtomicInteger asked = new AtomicInteger();
                    return one -> readdressed(one.answer(), truth -> renamed(truth, "no" + asked.incrementAndGet()));
                }),
                Twin.of(Rule.OBSERVING_ONLY_READS, (toy, site) -> new ToyTwin(toy) {
                    @Override
                    public Map<Holder, ToyFacts> observe(Far far, Collection<Held<ToyClaim, ToyFacts>> held) {
                        held.stream()
                                .flatMap(one -> pools(one).stream())
                                .forEach(pool -> far.ask(new Making(
                                        pool, ToyMark.of(site.identity()).toString())));
                        return super.observe(far, held);
                    }
                }),
                pure(
                        Rule.SERVES_WITHOUT_PARAMETERS,
                        one -> one.parameters().isPresent() || one.goal() != Goal.SERVE
                                ? one.answer()
                                : waiting("the parameters are broken")),
                pure(
                        Rule.GONE_NEEDS_PROOF,
                        one -> one.answer(
                                new Seen<>(one.seen().facts(), true, one.seen().lastFault()))),
                pure(
                        Rule.GONE_NEEDS_PROOF,
                        one -> one.goal() == Goal.GONE && one.seen().absenceIsProof()
                                ? Step.Reached.with(Addresses.NONE)
                                : one.answer()),
                pure(Rule.TOUCHES_WHAT_IS_HELD, one -> alsoTouching(one.answer())),
                pure(
                        Rule.NOTHING_NEW_UNLESS_SERVING,
                        one -> one.answer(one.goal() == Goal.QUIET ? Goal.SERVE : one.goal())),
                pure(
                        Rule.DETACHED_TAKES_TRAFFIC,
                        one -> one.answer(one.goal() == Goal.DETACHED ? Goal.QUIET : one.goal())),
                pure(Rule.QUIET_KEEPS_ADDRESS, one -> {
                    if (one.goal() != Goal.QUIET) {
                        return one.answer();
                    }
                    Step<ToyClaim, ToyFacts> step = one.answer(Goal.GONE);
                    return step instanceof Step.Reached
                            ? new Step.Reached<>(
                                    one.held().claim().map(claim -> new ToyClaim(claim.pool(), List.of())),
                                    Addresses.NONE)
                            : step;
                }),
                pure(
                        Rule.BECOMES_READY,
                        one -> one.goal() == Goal.SERVE && one.answer() instanceof Step.Reached
                                ? waiting("not yet")
                                : one.answer()),
                pure(Rule.READY_IS_TRUE, one -> {
                    boolean can = one.goal() == Goal.SERVE
                            && one.held()
                                    .pod()
                                    .filter(pod -> !pod.ips().isEmpty())
                                    .isPresent()
                            && one.held().claim().isPresent();
                    return can ? Step.Reached.with(promised(one.held().claim().get())) : one.answer();
                }),
                pure(Rule.STANDS_ON_ITS_KEYS, one -> withoutCompletion(one.answer())),
                remembering(Rule.STAYS_AS_IT_IS, instance -> {
                    // The same twice: what differs each time is taken for a node whose address flaps.
                    AtomicInteger asked = new AtomicInteger();
                    return one ->
                            readdressed(one.answer(), truth -> renamed(truth, "no" + asked.incrementAndGet() / 2));
                }),
                remembering(Rule.WRITES_ARE_COUNTED, instance -> {
                    Set<Holder> seen = new HashSet<>();
                    return one -> seen.add(one.held().holder())
                            ? new Step.Conflict<>(one.held().keys(), "not that one")
                            : one.answer();
                }),
                pure(Rule.GOES, one -> one.goal() == Goal.GONE ? waiting("not yet") : one.answer()),
                pure(
                        Rule.NOTHING_IS_LEFT,
                        one -> one.goal() == Goal.GONE ? Step.Reached.with(Addresses.NONE) : one.answer()),
                remembering(Rule.KEYS_COME_BACK, instance -> {
                    Set<Holder> seen = new HashSet<>();
                    return one -> one.goal() == Goal.GONE && seen.add(one.held().holder())
                            ? new Step.Conflict<>(one.held().keys(), "not that one")
                            : one.answer();
                }),
                onTwoProtocols(
                        Rule.SAME_ANSWER,
                        instance -> one -> readdressed(one.answer(), truth -> oneProtocol(truth, instance))),
                remembering(
                        Rule.RESTART_WRITES_NOTHING,
                        instance -> one -> readdressed(one.answer(), truth -> renamed(truth, "by" + instance))),
                pure(Rule.CRASH_IS_SURVIVED, DecisionTwins::withReply),
                onTwoProtocols(
                        Rule.CRASH_KEEPS_ADDRESS,
                        instance -> one -> readdressed(one.answer(), truth -> oneProtocol(truth, instance))),
                pure(
                        Rule.CRASH_DOUBLES_NOTHING,
                        one -> one.goal() == Goal.SERVE ? one.answer(one.toldOnly()) : one.answer()),
                pure(
                        Rule.CRASH_LEAKS_NOTHING,
                        one -> one.goal() == Goal.GONE && !one.replied()
                                ? one.answer(one.frontedOnly())
                                : one.answer()),
                pure(
                        Rule.ONE_HOLDER,
                        one -> readdressed(
                                one.answer(),
                                truth -> external(
                                        truth,
                                        List.of(Address.of(
                                                "198.51.100.1",
                                                List.of(new Address.Port("game", Protocol.TCP, 7000))))))),
                pure(Rule.ALL_ARE_SERVED, DecisionTwins::withReply));
    }

    /** Binds only what its own process has made a listener for. */
    private static Step<ToyClaim, ToyFacts> withReply(Asked one) {
        Step<ToyClaim, ToyFacts> step = one.answer();
        boolean binds =
                Steps.act(step).filter(act -> Steps.name(act).equals("bind")).isPresent();
        return binds && !one.replied() ? waiting("whoever has made the listener binds") : step;
    }

    private static Addresses promised(ToyClaim claim) {
        return new Addresses(
                List.of(),
                List.of(Address.of(
                        "198.51.100.1",
                        claim.lines().stream()
                                .map(line -> new Address.Port("game", line.protocol(), line.number()))
                                .collect(Collectors.toList()))));
    }
}
