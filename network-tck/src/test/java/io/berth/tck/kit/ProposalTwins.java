package io.berth.tck.kit;

import io.berth.spi.ClaimCodec;
import io.berth.spi.Key;
import io.berth.spi.Ledger;
import io.berth.spi.Proposal;
import io.berth.spi.Subject;
import io.berth.tck.toy.ToyClaim;
import io.berth.tck.toy.ToyParameters;
import io.berth.tck.toy.ToyPlugin;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Twins of the toy whose proposals, keys or codec break a rule. */
final class ProposalTwins {
    private ProposalTwins() {}

    private interface Proposing {
        Proposal<ToyClaim> propose(
                ToyPlugin toy, Subject subject, ToyParameters parameters, Optional<ToyClaim> current, Ledger ledger);
    }

    private static Twin proposing(Rule rule, Proposing proposing) {
        return Twin.of(rule, (toy, site) -> new ToyTwin(toy) {
            @Override
            public Proposal<ToyClaim> propose(
                    Subject subject, ToyParameters parameters, Optional<ToyClaim> current, Ledger ledger) {
                return proposing.propose(toy, subject, parameters, current, ledger);
            }
        });
    }

    private interface Reading {
        ToyClaim read(ClaimCodec<ToyClaim> toys, int version, String json);
    }

    private static Twin reading(Rule rule, int writes, Reading reading) {
        return Twin.of(rule, (toy, site) -> new ToyTwin(toy) {
            @Override
            public ClaimCodec<ToyClaim> claims() {
                ClaimCodec<ToyClaim> toys = toy.claims();
                return new ClaimCodec<>() {
                    @Override
                    public int version() {
                        return writes;
                    }

                    @Override
                    public String write(ToyClaim claim) {
                        return toys.write(claim);
                    }

                    @Override
                    public ToyClaim read(int version, String json) {
                        return reading.read(toys, version, json);
                    }
                };
            }
        });
    }

    private static Set<Key> withoutFirst(Set<Key> keys) {
        return keys.stream()
                .sorted((a, b) -> a.toString().compareTo(b.toString()))
                .skip(1)
                .collect(Collectors.toSet());
    }

    static List<Twin> all() {
        AtomicInteger asked = new AtomicInteger();
        return List.of(
                proposing(Rule.PROPOSING_IS_PURE, (toy, subject, parameters, current, ledger) -> {
                    // Somewhere else each time, as if by chance.
                    int times = asked.incrementAndGet() % 5;
                    for (int i = 0; i < times; i++) {
                        toy.propose(subject, parameters, Optional.empty(), ledger);
                    }
                    return toy.propose(subject, parameters, current, ledger);
                }),
                Twin.of(Rule.KEYS_ARE_TAKEN, (toy, site) -> new ToyTwin(toy) {
                    @Override
                    public Set<Key> keys(Subject subject, Optional<ToyClaim> claim) {
                        return withoutFirst(super.keys(subject, claim));
                    }
                }),
                proposing(
                        Rule.KEYS_ARE_TAKEN,
                        (toy, subject, parameters, current, ledger) ->
                                toy.propose(subject, parameters, current, KitLedger.empty())),
                proposing(
                        Rule.FITTING_CLAIM_STAYS,
                        (toy, subject, parameters, current, ledger) ->
                                toy.propose(subject, parameters, Optional.empty(), ledger)),
                proposing(
                        Rule.UNALLOWED_CLAIM_IS_REPLACED,
                        (toy, subject, parameters, current, ledger) -> current.filter(
                                        claim -> toy.keys(subject, Optional.of(claim)).stream()
                                                .allMatch(
                                                        key -> ledger.take(key).isEmpty()))
                                .<Proposal<ToyClaim>>map(Proposal.Claim::new)
                                .orElseGet(() -> toy.propose(subject, parameters, current, ledger))),
                proposing(
                        Rule.TAKEN_KEY_IS_LEFT,
                        (toy, subject, parameters, current, ledger) -> current.<Proposal<ToyClaim>>map(
                                        Proposal.Claim::new)
                                .orElseGet(() -> toy.propose(subject, parameters, current, ledger))),
                reading(Rule.CLAIM_READS_BACK, 1, (toys, version, json) -> {
                    ToyClaim claim = toys.read(version, json);
                    return new ToyClaim(
                            claim.pool(),
                            claim.lines().stream()
                                    .map(line -> new ToyClaim.Line(
                                            line.protocol(), line.number(), line.containerPort(), Optional.empty()))
                                    .toList());
                }),
                reading(Rule.CLAIM_KNOWS_MORE_THAN_IT_READS, 1, (toys, version, json) -> {
                    ToyClaim claim = toys.read(version, json);
                    if (!toys.write(claim).equals(json)) {
                        throw new IllegalArgumentException("There is more in it than is known");
                    }
                    return claim;
                }),
                reading(Rule.OLDER_CLAIMS_ARE_READ, 2, (toys, version, json) -> {
                    if (version != 2) {
                        throw new IllegalArgumentException("Version %d is not known".formatted(version));
                    }
                    return toys.read(1, json);
                }),
                reading(Rule.BROKEN_CLAIM_IS_REFUSED, 1, (toys, version, json) -> toys.read(1, json)),
                reading(Rule.BROKEN_CLAIM_IS_REFUSED, 1, (toys, version, json) -> {
                    try {
                        return toys.read(version, json);
                    } catch (IllegalArgumentException e) {
                        throw new IllegalStateException(e);
                    }
                }));
    }
}
