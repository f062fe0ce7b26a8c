package io.berth.runtime;

import io.berth.runtime.Bound.Pending;
import io.berth.spi.Holder;
import io.berth.spi.Key;
import io.berth.spi.PodView;
import io.berth.spi.Proposal;
import io.berth.spi.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which claim a pod has: adopted, proposed, stored, completed. A claim counts when the pod shows it; what the ledger
 * keeps for one that is still being stored is given back when it comes to nothing. Called under the engine's lock.
 */
final class Claims {
    private final Core core;
    private final Contract contract;

    /** Who waits for something to be given back, longest first. */
    private final Set<PodFile> postponed = new LinkedHashSet<>();

    Claims(Core core, Contract contract) {
        this.core = core;
        this.contract = contract;
    }

    void forget() {
        postponed.clear();
    }

    /** Those that wait for room, longest first; each has to ask again. */
    List<PodFile> takePostponed() {
        List<PodFile> waiting = new ArrayList<>(postponed);
        postponed.clear();
        waiting.forEach(file -> {
            if (file.bound != null) {
                file.bound.proposalDue = true;
            }
        });
        return waiting;
    }

    boolean anyPostponed() {
        return !postponed.isEmpty();
    }

    /** Makes the claim that the pod shows its live one, if it is its own, and nobody else has the keys. */
    boolean adopt(PodFile file) {
        Optional<String> text = file.shown.claim();
        if (file.pod == null || text.isEmpty() || text.equals(file.rejectedClaim)) {
            return false;
        }
        Optional<Envelope> envelope = EnvelopeCodec.read(text.get())
                .filter(read -> read.uid().equals(file.ref.uid()))
                .filter(read -> core.ledger.hold(file.holder, read.keys()));
        if (envelope.isEmpty()) {
            file.rejectedClaim = text;
            core.warn(
                    file,
                    Reason.BAD_CLAIM,
                    "The claim on the pod is broken, a copy, or names what somebody else holds; it does not count");
            return false;
        }
        file.stored = envelope;
        file.storedText = text;
        file.bound = null;
        return true;
    }

    /** A claim that has turned up: a late leader's, or forged. */
    void notice(PodFile file) {
        Optional<String> text = file.shown.claim();
        if (file.stored.isPresent() || file.released || text.isEmpty()) {
            return;
        }
        Bound<?, ?, ?> bound = file.bound;
        if (bound != null && bound.pending != null) {
            if (EnvelopeCodec.write(bound.pending.envelope()).equals(text.get())) {
                return;
            }
            dropPending(file);
        }
        adopt(file);
    }

    /** Sets up what the network type needs; false, with the answer set, where there is nothing to pursue. */
    boolean bind(PodFile file) {
        if (file.isDebt()) {
            return file.bound != null;
        }
        PodView pod = file.pod;
        if (pod == null) {
            return false;
        }
        Optional<String> name = file.stored.map(Envelope::type).or(() -> contract.networkType(pod));
        if (name.isEmpty()) {
            unbind(file);
            core.answer(file, new Answer.NotOurs());
            return false;
        }
        Optional<ServedType<?, ?, ?>> type = core.catalog.type(name.get());
        if (type.isEmpty()) {
            unbind(file);
            file.frozen = file.stored.isPresent();
            refuse(
                    file,
                    Reason.UNKNOWN_NETWORK_TYPE,
                    List.of("network type '%s' is not served here; there are %s"
                            .formatted(name.get(), core.catalog.networkTypes())));
            return false;
        }
        if (file.bound == null || !file.bound.type.name().equals(type.get().name())) {
            unbind(file);
            return open(file, pod, type.get());
        }
        return !file.frozen;
    }

    private <P, C, F> boolean open(PodFile file, PodView pod, ServedType<P, C, F> type) {
        Term term = core.term;
        Optional<String> conf = contract.confText(pod);
        Bound<P, C, F> bound = new Bound<>(
                type, contract.parameters(type, conf), file.shown.status(), term == null ? 0 : term.wonAt());
        bound.confText = conf.orElse(null);
        if (!readClaim(file, bound)) {
            refuse(
                    file,
                    Reason.BAD_CLAIM,
                    List.of("the claim cannot be read by this version; its keys stay held: "
                            + SortedKeys.of(file.stored.map(Envelope::keys).orElse(Set.of()))));
            return false;
        }
        file.bound = bound;
        return true;
    }

    /** False, and the file frozen, if the plugin cannot read the claim. */
    <P, C, F> boolean readClaim(PodFile file, Bound<P, C, F> bound) {
        file.frozen = false;
        if (file.stored.isPresent()) {
            Envelope envelope = file.stored.get();
            try {
                bound.claim = Optional.of(bound.type.plugin().claims().read(envelope.claimVersion(), envelope.claim()));
            } catch (RuntimeException e) {
                file.frozen = true;
                return false;
            }
        }
        return true;
    }

    private void unbind(PodFile file) {
        dropPending(file);
        if (file.bound != null) {
            core.ledger.giveBack(file.holder, file.bound.specKeys, false, core.timeline.nanos());
            file.bound = null;
        }
    }

    <P, C, F> boolean isTypeStill(PodFile file, Bound<P, C, F> bound) {
        PodView pod = file.pod;
        return pod != null
                && contract.networkType(pod).filter(bound.type.name()::equals).isPresent();
    }

    /** True if there is something to serve: a claim, be it still to be stored, or nothing to claim. */
    <P, C, F> boolean propose(PodFile file, Bound<P, C, F> bound) {
        PodView pod = file.pod;
        if (pod == null) {
            return false;
        }
        Optional<String> conf = contract.confText(pod);
        if (!conf.equals(Optional.ofNullable(bound.confText))) {
            bound.confText = conf.orElse(null);
            bound.parameters = contract.parameters(bound.type, conf);
            bound.proposalDue = true;
        }
        boolean writable = file.editNotBefore <= core.timeline.nanos();
        if (bound.pending == null
                && bound.proposalDue
                && writable
                && pod.deletion().isEmpty()) {
            bound.proposalDue = false;
            bound.withoutClaim = null;
            ask(file, bound, pod);
        }
        if (bound.pending != null || bound.claimless || file.stored.isPresent()) {
            return true;
        }
        if (bound.withoutClaim != null) {
            core.answer(file, bound.withoutClaim);
        }
        return false;
    }

    private <P, C, F> void ask(PodFile file, Bound<P, C, F> bound, PodView pod) {
        bound.usable = false;
        if (!bound.type.settings().allows(pod.namespace())) {
            without(
                    file,
                    bound,
                    Reason.BAD_PARAMETERS,
                    List.of("network type '%s' is not allowed in namespace '%s'; it is in %s"
                            .formatted(
                                    bound.type.name(),
                                    pod.namespace(),
                                    bound.type.settings().allowedNamespaces())));
            return;
        }
        Optional<P> parameters = bound.plain();
        if (parameters.isEmpty()) {
            without(
                    file,
                    bound,
                    Reason.BAD_PARAMETERS,
                    bound.parameters.problems().stream().map(Object::toString).toList());
            return;
        }
        KeyLedger.Session session = core.ledger.session(file.holder, core.timeline.nanos());
        Proposal<C> proposal;
        try {
            proposal = bound.type.plugin().propose(pod, parameters.get(), bound.claim, session);
        } catch (RuntimeException e) {
            session.keep(Set.of());
            without(file, bound, Reason.PLUGIN_FAULT, List.of("the plugin threw " + e));
            return;
        }
        proposal.<Runnable>fold(new Proposal.Cases<>(
                        nothing -> () -> unclaimed(file, bound, parameters, nothing.keys(), session),
                        claim -> () -> claimed(file, bound, pod, claim.claim(), session),
                        later -> () -> {
                            session.keep(Set.of());
                            postponed.add(file);
                            core.warn(file, later.reason(), later.message());
                            bound.withoutClaim = new Answer.Waiting(later.reason(), later.message(), Duration.ZERO);
                        },
                        refused -> () -> {
                            session.keep(Set.of());
                            without(file, bound, refused.reason(), refused.problems());
                        }))
                .run();
    }

    private <P> void unclaimed(
            PodFile file, Bound<P, ?, ?> bound, Optional<P> parameters, Set<Key> keys, KeyLedger.Session session) {
        session.keep(keys);
        if (isUntaken(file, bound, keys)) {
            session.keep(Set.of());
            return;
        }
        Set<Key> held = new LinkedHashSet<>(bound.specKeys);
        held.addAll(keys);
        bound.specKeys = held;
        bound.proposedKeys = keys;
        bound.claimless = true;
        bound.usable = true;
        bound.lastGood = parameters;
    }

    /** True, with the fault reported, if the plugin names a key that it has not taken from the ledger. */
    private boolean isUntaken(PodFile file, Bound<?, ?, ?> bound, Set<Key> keys) {
        Optional<Key> untaken = keys.stream()
                .filter(key -> !core.ledger.isHeldBy(key, file.holder))
                .findFirst();
        untaken.ifPresent(key -> without(
                file,
                bound,
                Reason.PLUGIN_FAULT,
                List.of("the plugin claims %s without having taken it".formatted(key))));
        return untaken.isPresent();
    }

    private <P, C, F> void claimed(
            PodFile file, Bound<P, C, F> bound, PodView pod, C claim, KeyLedger.Session session) {
        Set<Key> keys = bound.type.plugin().keys(pod, Optional.of(claim));
        session.keep(keys);
        if (isUntaken(file, bound, keys)) {
            session.keep(Set.of());
            return;
        }
        bound.usable = true;
        if (bound.claim.filter(claim::equals).isEmpty()) {
            Set<Key> all = new LinkedHashSet<>(keys);
            all.addAll(file.heldKeys());
            bound.pending = new Pending<>(claim, envelope(bound, file, claim, all), Set.of(), true);
            bound.settled = null;
        }
    }

    private <P, C, F> Envelope envelope(Bound<P, C, F> bound, PodFile file, C claim, Set<Key> keys) {
        Duration drain = bound.parameters
                .value()
                .flatMap(both -> both.second().drainTimeout())
                .or(() -> file.stored.map(Envelope::drain))
                .orElse(core.settings.drain());
        Term term = core.term;
        return new Envelope(
                bound.type.name(),
                file.ref.uid(),
                keys,
                term == null ? "" : term.id(),
                drain,
                bound.type.plugin().claims().version(),
                bound.type.plugin().claims().write(claim));
    }

    /**
     * The claim with what the far side chose, and without what was proven gone. Without a proof the keys that it no
     * longer names stay held. Returns whether any stays for that reason.
     */
    <P, C, F> boolean complete(PodFile file, Bound<P, C, F> bound, C completed, boolean proven) {
        PodView pod = file.pod;
        if (pod == null || file.stored.isEmpty()) {
            return false;
        }
        Set<Key> keys = bound.type.plugin().keys(pod, Optional.of(completed));
        Set<Key> before = file.heldKeys();
        Set<Key> leaving = new HashSet<>(before);
        leaving.removeAll(keys);
        boolean stays = !proven && !leaving.isEmpty();
        Set<Key> all = new LinkedHashSet<>(keys);
        if (stays) {
            all.addAll(leaving);
            leaving.clear();
        }
        if (bound.claim.filter(completed::equals).isPresent()
                && all.equals(file.stored.get().keys())) {
            return stays;
        }
        Set<Key> joining = new HashSet<>(keys);
        joining.removeAll(before);
        if (!core.ledger.hold(file.holder, joining)) {
            core.warn(file, Reason.KEY_TAKEN, "Somebody else holds one of " + SortedKeys.of(joining));
            return stays;
        }
        bound.pending = new Pending<>(completed, envelope(bound, file, completed, all), leaving, false);
        return stays;
    }

    /** The pod shows the claim that was to be stored: now it counts. */
    <P, C, F> void commit(PodFile file, Bound<P, C, F> bound) {
        Pending<C> pending = bound.pending;
        if (pending == null) {
            return;
        }
        bound.pending = null;
        Set<Key> before = file.heldKeys();
        if (!before.containsAll(pending.envelope().keys())) {
            // What was read before did not look at the keys that have joined.
            bound.neededTick = core.tick();
        }
        file.stored = Optional.of(pending.envelope());
        file.storedText = Optional.of(EnvelopeCodec.write(pending.envelope()));
        bound.claim = Optional.of(pending.claim());
        file.granted.clear();
        core.ledger.giveBack(file.holder, pending.leaving(), true, core.timeline.nanos());
    }

    /** The API server does not take the claim: it holds up nobody else until it is proposed again. */
    void giveUp(PodFile file) {
        if (file.bound != null && file.bound.pending != null) {
            dropPending(file);
        }
    }

    /** A claim that will not be stored: nothing was sent for it, so its keys are free at once. */
    void dropPending(PodFile file) {
        postponed.remove(file);
        Bound<?, ?, ?> bound = file.bound;
        if (bound == null || bound.pending == null) {
            return;
        }
        Set<Key> keys = new HashSet<>(bound.pending.envelope().keys());
        keys.removeAll(file.heldKeys());
        bound.pending = null;
        bound.proposalDue = true;
        core.ledger.giveBack(file.holder, keys, false, core.timeline.nanos());
    }

    /** The parameters that a decision may use: a claim goes on without, and who has none with the last good ones. */
    <P, C, F> Optional<P> usable(Bound<P, C, F> bound) {
        if (bound.usable) {
            return bound.plain();
        }
        return bound.claimless ? bound.lastGood : Optional.empty();
    }

    /** A key that an act must not touch; ids that the far side chose are granted on first use. */
    Optional<Key> notHeld(PodFile file, Bound<?, ?, ?> bound, Set<Key> touches) {
        Set<Key> stored = file.stored.map(Envelope::keys).orElse(bound.specKeys);
        for (Key key : SortedKeys.of(touches)) {
            if (!stored.contains(key) && !file.granted.contains(key) && !grant(file, key)) {
                return Optional.of(key);
            }
        }
        return Optional.empty();
    }

    private boolean grant(PodFile file, Key key) {
        if (!(key instanceof Key.Member)
                || file.heldKeys().stream().noneMatch(held -> held.inPool().equals(key.inPool()))) {
            return false;
        }
        KeyLedger.Session session = core.ledger.session(file.holder, core.timeline.nanos());
        if (session.take(key).isPresent()) {
            return false;
        }
        session.keep(Set.of(key));
        file.granted.add(key);
        return true;
    }

    /** Takes what the pod has by its own spec; false, with the answer set, if somebody else has it. */
    <P, C, F> boolean holdsSpec(PodFile file, Bound<P, C, F> bound) {
        PodView pod = file.pod;
        if (pod == null) {
            return false;
        }
        Set<Key> keys = new LinkedHashSet<>(bound.type.plugin().keys(pod, Optional.empty()));
        keys.addAll(bound.proposedKeys);
        if (keys.equals(bound.specKeys)) {
            return true;
        }
        Set<Key> leaving = new HashSet<>(bound.specKeys);
        leaving.removeAll(keys);
        core.ledger.giveBack(file.holder, leaving, false, core.timeline.nanos());
        bound.specKeys = bound.proposedKeys;
        for (Key key : SortedKeys.of(keys)) {
            Optional<Holder> other = core.ledger.holderOf(key).filter(holder -> !holder.equals(file.holder));
            if (other.isPresent()) {
                String message = "%s is held by %s".formatted(key, other.get());
                core.warn(file, Reason.KEY_TAKEN, message);
                postponed.add(file);
                core.answer(file, new Answer.Waiting(Reason.KEY_TAKEN, message, Duration.ZERO));
                return false;
            }
        }
        core.ledger.hold(file.holder, keys);
        bound.specKeys = keys;
        return true;
    }

    private void without(PodFile file, Bound<?, ?, ?> bound, Reason reason, List<String> problems) {
        core.warn(file, reason, String.join("; ", problems));
        bound.withoutClaim = new Answer.Refused(reason, problems);
    }

    private void refuse(PodFile file, Reason reason, List<String> problems) {
        core.warn(file, reason, String.join("; ", problems));
        core.answer(file, new Answer.Refused(reason, problems));
    }
}
