package io.berth.tck.kit;

import static io.berth.tck.kit.Theme.PROPOSE;

import io.berth.spi.Key;
import io.berth.spi.PodView;
import io.berth.spi.Proposal;
import io.berth.spi.config.NameValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is proposed for a pod, and which keys it names. */
final class ProposalChecks {
    private final PluginFixture fixture;

    private ProposalChecks(PluginFixture fixture) {
        this.fixture = fixture;
    }

    static List<Check> of(PluginFixture fixture) {
        ProposalChecks checks = new ProposalChecks(fixture);
        return List.of(
                new Check(PROPOSE, "equal arguments give equal proposals", () -> checks.each(checks::pure)),
                new Check(PROPOSE, "a claim names what was taken for it", () -> checks.each(checks::named)),
                new Check(PROPOSE, "a claim that fits stays", () -> checks.each(checks::stays)),
                new Check(PROPOSE, "a claim that others hold is left", () -> checks.each(checks::left)),
                new Check(PROPOSE, "a claim that is not allowed is replaced", checks::replaced));
    }

    /** One plugin, one pod, and its parameters. */
    private record Case<P, C, F>(Plugged<P, C, F> plugged, PodView pod, P parameters, List<NameValue> text) {
        Proposal<C> propose(Optional<C> current, KitLedger ledger) {
            return plugged.plugin().propose(pod, parameters, current, ledger);
        }

        Proposal<C> fresh() {
            return propose(Optional.empty(), KitLedger.empty());
        }

        Optional<C> claim() {
            return claimOf(fresh());
        }

        Set<Key> keys(C claim) {
            return plugged.plugin().keys(pod, Optional.of(claim));
        }
    }

    private interface OfCase {
        <P, C, F> void check(Case<P, C, F> one) throws Exception;
    }

    private void each(OfCase check) throws Exception {
        KitWorld world = new KitWorld(fixture);
        world.lead();
        int made = 0;
        for (List<NameValue> text : fixture.parameters()) {
            PodView pod = world.create("game-" + made++, text);
            check.check(caseOf(Plugged.of(fixture), pod, text));
        }
    }

    private static <P, C, F> Case<P, C, F> caseOf(Plugged<P, C, F> plugged, PodView pod, List<NameValue> text) {
        return new Case<>(plugged, pod, plugged.decode(text), text);
    }

    private static <C> Optional<C> claimOf(Proposal<C> proposal) {
        return proposal instanceof Proposal.Claim<C> claim ? Optional.of(claim.claim()) : Optional.empty();
    }

    private <P, C, F> void pure(Case<P, C, F> one) throws Exception {
        Proposal<C> first = one.fresh();
        if (first instanceof Proposal.Refused || first instanceof Proposal.Postponed) {
            throw new BrokenRule(
                    Rule.FIXTURE_IS_USABLE,
                    "the good parameters %s are answered by %s".formatted(Plugged.text(one.text()), first));
        }
        Case<P, C, F> other = new Case<>(one.plugged().again(fixture), one.pod(), one.parameters(), one.text());
        same(one, first, Optional.empty(), Set.of(), other);
        Optional<C> claim = claimOf(first);
        if (claim.isPresent()) {
            Set<Key> keys = one.keys(claim.get());
            same(one, one.propose(claim, new KitLedger(keys, Set.of())), claim, keys, other);
        }
    }

    private static <P, C, F> void same(
            Case<P, C, F> one, Proposal<C> first, Optional<C> current, Set<Key> own, Case<P, C, F> other)
            throws Exception {
        List<Proposal<C>> answers = new ArrayList<>();
        answers.add(one.propose(current, new KitLedger(own, Set.of())));
        answers.addAll(Everywhere.call(() -> one.propose(current, new KitLedger(own, Set.of()))));
        answers.add(other.propose(current, new KitLedger(own, Set.of())));
        for (Proposal<C> answer : answers) {
            if (!answer.equals(first)) {
                throw new BrokenRule(
                        Rule.PROPOSING_IS_PURE,
                        "for %s the plugin proposes %s, and then %s with equal arguments"
                                .formatted(Plugged.text(one.text()), first, answer));
            }
        }
    }

    private <P, C, F> void named(Case<P, C, F> one) {
        KitLedger ledger = KitLedger.empty();
        Proposal<C> proposal = one.propose(Optional.empty(), ledger);
        Set<Key> keys = proposal instanceof Proposal.Nothing<C> nothing
                ? nothing.keys()
                : claimOf(proposal).map(one::keys).orElse(Set.of());
        Set<Key> untaken = new HashSet<>(keys);
        untaken.removeAll(ledger.taken());
        if (!untaken.isEmpty()) {
            throw new BrokenRule(
                    Rule.KEYS_ARE_TAKEN, "%s names %s, and took only %s".formatted(proposal, untaken, ledger.taken()));
        }
        Set<Key> unnamed = new HashSet<>(ledger.taken());
        unnamed.removeAll(keys);
        if (!unnamed.isEmpty()) {
            throw new BrokenRule(
                    Rule.KEYS_ARE_TAKEN,
                    "%s was taken for %s, which does not name it; the engine gives it to the next pod"
                            .formatted(unnamed, proposal));
        }
    }

    private <P, C, F> void stays(Case<P, C, F> one) {
        Optional<C> claim = one.claim();
        if (claim.isEmpty()) {
            return;
        }
        KitLedger ledger = new KitLedger(one.keys(claim.get()), Set.of());
        Proposal<C> again = one.propose(claim, ledger);
        if (!claimOf(again).equals(claim)) {
            throw new BrokenRule(
                    Rule.FITTING_CLAIM_STAYS,
                    "the pod holds %s, which %s still allow, and is proposed %s"
                            .formatted(claim.get(), Plugged.text(one.text()), again));
        }
        if (!ledger.taken().containsAll(one.keys(claim.get()))) {
            throw new BrokenRule(
                    Rule.KEYS_ARE_TAKEN,
                    "the claim %s is proposed again without taking %s again; a forged claim could name what is not its own"
                            .formatted(claim.get(), one.keys(claim.get())));
        }
    }

    private <P, C, F> void left(Case<P, C, F> one) {
        Optional<C> claim = one.claim();
        if (claim.isEmpty()) {
            return;
        }
        Set<Key> lost = one.keys(claim.get());
        Proposal<C> proposal = one.propose(claim, new KitLedger(Set.of(), lost));
        claimOf(proposal).ifPresent(other -> {
            if (!Collections.disjoint(one.keys(other), lost)) {
                throw new BrokenRule(
                        Rule.TAKEN_KEY_IS_LEFT,
                        "somebody else holds %s, and the pod is proposed %s".formatted(lost, other));
            }
        });
    }

    private void replaced() {
        KitWorld world = new KitWorld(fixture);
        world.lead();
        List<NameValue> here = fixture.parameters().get(0);
        replaced(caseOf(Plugged.of(fixture), world.create("game-0", here), here));
    }

    private <P, C, F> void replaced(Case<P, C, F> here) {
        Optional<C> claim = here.claim();
        if (claim.isEmpty()) {
            return;
        }
        List<NameValue> text = fixture.elsewhere()
                .orElseThrow(() -> new BrokenRule(
                        Rule.FIXTURE_IS_USABLE,
                        "the plugin claims %s, and the fixture's elsewhere() is empty".formatted(claim.get())));
        Case<P, C, F> there = caseOf(here.plugged(), here.pod(), text);
        Set<Key> held = here.keys(claim.get());
        Proposal<C> proposal = there.propose(claim, new KitLedger(held, Set.of()));
        Optional<C> other = claimOf(proposal);
        if (other.filter(one -> Collections.disjoint(there.keys(one), held)).isEmpty()) {
            throw new BrokenRule(
                    Rule.UNALLOWED_CLAIM_IS_REPLACED,
                    "the pod holds %s, its parameters allow only %s, and it is proposed %s"
                            .formatted(claim.get(), Plugged.text(text), proposal));
        }
    }
}
