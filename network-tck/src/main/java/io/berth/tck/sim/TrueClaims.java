package io.berth.tck.sim;

import static java.util.Objects.requireNonNull;

import io.berth.runtime.Debt;
import io.berth.spi.Key;
import io.berth.spi.PodRef;
import io.berth.spi.PodView;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Who truly holds what: the claims that a sure leader has stored, whatever people have made of the annotations since;
 * claims that ended with their pod, by force; and debts. Judges who may have a key, and when it may be given back.
 */
final class TrueClaims {
    private record Claim(PodRef pod, Set<Key> keys) {}

    /** @param unknown nobody led long enough to learn of it, and to write it down */
    private record Vanished(Claim claim, long at, Optional<String> term, boolean unknown) {
        Vanished now(Optional<String> leads, long now) {
            boolean changed = !leads.equals(term) && now - at < TO_LEARN.toNanos();
            return changed && !unknown ? new Vanished(claim, at, term, true) : this;
        }
    }

    private static final Duration TO_LEARN = Duration.ofSeconds(30);

    private record Rest(long at, String term) {}

    private final Ground ground;
    private final Map<String, Claim> live = new TreeMap<>();

    /** Stored by one that led no more when it arrived: they count when the leader takes them for its own. */
    private final Map<String, Claim> doubtful = new TreeMap<>();

    private final Map<String, Vanished> vanished = new TreeMap<>();
    private final Map<String, Debt> debts = new LinkedHashMap<>();
    private final Map<String, Rest> rests = new TreeMap<>();
    private final Set<String> touched = new TreeSet<>();

    /** The pods that an operator has shown as ready last, whatever people have made of it. */
    private final Set<String> ready = new TreeSet<>();

    TrueClaims(Ground ground) {
        this.ground = requireNonNull(ground, "ground is null");
    }

    /**
     * An operator's write to a pod has been accepted.
     *
     * @param term the sender's, if its lease is surely its own now
     * @param sender for what it had been shown of the far side
     */
    void edited(String sender, Optional<String> term, PodView before, PodView after) {
        if (ground.notes().status(after).ready()) {
            ready.add(after.uid());
        } else {
            ready.remove(after.uid());
        }
        Optional<Notes.Claim> claim = ground.notes().claim(after);
        if (claim.isPresent()) {
            stored(sender, term, new Claim(after.ref(), claim.get().keys()));
        } else if (ground.notes().claimText(before).isPresent()
                || before.finalizers().size() > after.finalizers().size()) {
            Claim was = live.remove(after.uid());
            doubtful.remove(after.uid());
            if (was != null) {
                giveBack(sender, term, was.pod(), was.keys(), !debts.containsKey(after.uid()));
            }
        }
    }

    private void stored(String sender, Optional<String> term, Claim claim) {
        String uid = claim.pod().uid();
        if (term.isEmpty()) {
            if (!live.containsKey(uid)) {
                doubtful.put(uid, claim);
            }
            return;
        }
        doubtful.remove(uid);
        Claim before = live.get(uid);
        Set<Key> joined = Notes.sorted(claim.keys());
        if (before != null) {
            joined.removeAll(before.keys());
            Set<Key> left = Notes.sorted(before.keys());
            left.removeAll(claim.keys());
            giveBack(sender, term, claim.pod(), left, true);
        }
        joined.forEach(key -> join(key, claim.pod(), term.get()));
        live.put(uid, claim);
    }

    private void join(Key key, PodRef pod, String term) {
        holders(key).stream()
                .filter(other -> !other.uid().equals(pod.uid()))
                .findFirst()
                .ifPresent(other -> {
                    throw new Violation(
                            Invariant.ONE_HOLDER, "%s is claimed for %s, and held by %s".formatted(key, pod, other));
                });
        Rest rest = rests.get(key.toString());
        if (rest != null
                && rest.term().equals(term)
                && ground.now() - rest.at() < ground.settings().cooldown().toNanos()) {
            throw new Violation(
                    Invariant.PROVEN_GONE,
                    "%s is claimed for %s only %d ms after it was given back"
                            .formatted(key, pod, (ground.now() - rest.at()) / 1_000_000));
        }
    }

    /** Live claims and debts. */
    private List<PodRef> holders(Key key) {
        Map<String, PodRef> found = new TreeMap<>();
        live.forEach((uid, claim) -> {
            if (claim.keys().contains(key)) {
                found.put(uid, claim.pod());
            }
        });
        debts.forEach((uid, debt) -> {
            if (keysOf(debt).contains(key)) {
                found.put(uid, debt.former());
            }
        });
        return List.copyOf(found.values());
    }

    private Set<Key> keysOf(Debt debt) {
        return ground.notes().claim(debt.envelope()).map(Notes.Claim::keys).orElse(Set.of());
    }

    private void giveBack(String sender, Optional<String> term, PodRef pod, Set<Key> keys, boolean proven) {
        if (!proven) {
            return;
        }
        for (FarSide.Marked thing : ground.far().marked()) {
            Optional<Key> still = keys.stream().filter(thing.keys()::contains).findFirst();
            boolean theirs = thing.holder().map(pod::equals).orElse(true);
            if (still.isPresent() && theirs) {
                boolean hidden = ground.far().wasHiddenFrom(sender, still.get());
                throw new Violation(
                        hidden ? Invariant.ABSENCE_IS_NOT_EMPTY : Invariant.PROVEN_GONE,
                        "%s gives back %s of %s, and %s is still there"
                                .formatted(sender, still.get(), pod, thing.what()));
            }
        }
        for (Key key : keys) {
            if (touched.remove(key.toString())) {
                rests.put(key.toString(), new Rest(ground.now(), term.orElse("")));
            }
        }
    }

    /** The pod has ceased to exist. */
    void gone(PodView pod, Optional<String> leadersTerm) {
        Claim was = live.remove(pod.uid());
        doubtful.remove(pod.uid());
        ready.remove(pod.uid());
        if (was != null && !debts.containsKey(pod.uid())) {
            vanished.put(pod.uid(), new Vanished(was, ground.now(), leadersTerm, leadersTerm.isEmpty()));
        }
    }

    /** Who leads now, if anybody does. */
    void step(Optional<String> leads) {
        vanished.replaceAll((uid, was) -> was.now(leads, ground.now()));
    }

    void owed(Debt debt) {
        debts.put(debt.former().uid(), debt);
        vanished.remove(debt.former().uid());
        keysOf(debt)
                .forEach(key -> holders(key).stream()
                        .filter(other -> !other.uid().equals(debt.former().uid()))
                        .findFirst()
                        .ifPresent(other -> {
                            throw new Violation(
                                    Invariant.ONE_HOLDER,
                                    "%s is owed by %s, and held by %s".formatted(key, debt.former(), other));
                        }));
    }

    void paid(String sender, Optional<String> term, PodRef former) {
        Debt debt = debts.remove(former.uid());
        if (debt != null) {
            giveBack(sender, term, former, keysOf(debt), true);
        }
    }

    List<Debt> debts() {
        return List.copyOf(debts.values());
    }

    /** Something was done at the far side on these keys. */
    void touch(Set<Key> keys) {
        keys.forEach(key -> touched.add(key.toString()));
    }

    /**
     * The key is named by what is stored: for the pod that the request is for, or (what is only taken away) for
     * anybody.
     *
     * @param known the sender knows that this pod is no more, and makes nothing for it
     */
    boolean isNamed(Key key, FarSide.Write write, Optional<String> term, Predicate<PodRef> known) {
        Optional<PodRef> pod = write.madeFor();
        if (pod.isPresent()) {
            adopt(pod.get().uid(), key, term);
        } else if (write.makes() && holders(key).isEmpty()) {
            // What bears no pod's name is made by whoever took over a claim that came late.
            doubtful.entrySet().stream()
                    .filter(entry -> entry.getValue().keys().contains(key))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .ifPresent(uid -> adopt(uid, key, term));
        }
        boolean held =
                holders(key).stream().anyMatch(holder -> pod.map(holder::equals).orElse(true));
        boolean wasHeld = vanished.values().stream()
                .map(Vanished::claim)
                .filter(claim -> claim.keys().contains(key)
                        && pod.map(claim.pod()::equals).orElse(true))
                .anyMatch(claim -> !write.makes() || !known.test(claim.pod()));
        boolean mayBe =
                doubtful.values().stream().anyMatch(claim -> claim.keys().contains(key));
        return held || wasHeld || (!write.makes() && mayBe);
    }

    private void adopt(String uid, Key key, Optional<String> term) {
        Claim claim = doubtful.get(uid);
        if (claim != null && term.isPresent() && claim.keys().contains(key)) {
            doubtful.remove(uid);
            claim.keys().forEach(each -> join(each, claim.pod(), term.get()));
            live.put(uid, claim);
        }
    }

    boolean isHeldBy(Key key, PodRef pod) {
        return holders(key).contains(pod);
    }

    /** By an operator's word, not by a forged one. */
    boolean isReady(PodView pod) {
        return ready.contains(pod.uid()) && ground.notes().status(pod).ready();
    }

    boolean hasClaim(PodView pod) {
        return live.containsKey(pod.uid());
    }

    Set<Key> keysOf(PodView pod) {
        Claim claim = live.get(pod.uid());
        return claim == null ? Set.of() : claim.keys();
    }

    /** Of live claims and of debts. */
    Set<Key> allKeys() {
        Set<Key> all = Notes.sorted(List.of());
        live.values().forEach(claim -> all.addAll(claim.keys()));
        debts.values().forEach(debt -> all.addAll(keysOf(debt)));
        return all;
    }

    /** Whose annotation is not what was stored: people have changed it, or a late write has. */
    boolean isTampered(PodView pod) {
        Claim claim = live.get(pod.uid());
        return claim == null
                ? ground.notes().claimText(pod).isPresent()
                : !ground.notes().claim(pod).map(Notes.Claim::keys).equals(Optional.of(claim.keys()));
    }

    /**
     * It is of a pod that ended by force while nobody led who could have known: what is left of it stays until the key
     * has another rightful holder.
     */
    boolean isExcused(FarSide.Marked thing) {
        return vanished.values().stream()
                .filter(was -> thing.holder().map(was.claim().pod()::equals).orElse(true)
                        && was.claim().keys().stream().anyMatch(thing.keys()::contains))
                .anyMatch(Vanished::unknown);
    }
}
