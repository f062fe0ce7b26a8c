package io.berth.tck.sim;

import static java.util.Objects.requireNonNull;

import io.berth.spi.Key;
import io.berth.spi.PodRef;
import io.berth.spi.PodView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Counts what an operator writes to each pod against what has happened to it: two writes to Ready, two for a change from
 * outside, one to go. Who is ready and left alone is not written at all, whoever leads and however often.
 */
final class WriteBudget {
    private record Cause(long at, String what, int writes) {}

    private static final class Account {
        private final List<Cause> causes = new ArrayList<>();
        private final List<String> spent = new ArrayList<>();
        private int left;

        /** Since when it may have another address, until it has the one that it should have now. */
        private Optional<Long> movingSince = Optional.empty();

        private boolean joined;

        /** The ports of the last claim that an operator has stored. */
        private Set<Key> promised = Set.of();

        private List<FarSide.Door> doors = List.of();
    }

    /** What happens while a Ready is on its way concerns the next one. */
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(20);

    /** What a Ready always answers. */
    static final String MADE = "made";

    static final String MOVE = "what may move it";

    private final Ground ground;
    private final Map<String, Account> accounts = new TreeMap<>();

    WriteBudget(Ground ground) {
        this.ground = requireNonNull(ground, "ground is null");
    }

    void allow(PodRef pod, String what, int writes) {
        Account account = accounts.computeIfAbsent(pod.uid(), uid -> new Account());
        account.causes.add(new Cause(ground.now(), what, writes));
        account.left += writes;
    }

    /** From now on the pod may have another address; perhaps not before there is room for it. */
    void mayMove(PodRef pod) {
        Account account = accounts.computeIfAbsent(pod.uid(), uid -> new Account());
        account.movingSince = Optional.of(ground.now());
        account.joined = false;
    }

    void written(PodView before, PodView after) {
        Account account = accounts.computeIfAbsent(after.uid(), uid -> new Account());
        Set<Key> ports = ports(after);
        boolean joins = !account.promised.containsAll(ports);
        if (joins && account.movingSince.isEmpty() && !account.doors.isEmpty()) {
            throw new Violation(
                    Invariant.SAME_ANSWER,
                    "%s had %s, and is promised something else: %s".formatted(after.ref(), account.doors, ports));
        }
        account.promised = ports.isEmpty() ? account.promised : ports;
        account.joined |= joins;
        account.spent.add(describe(before, after));
        if (--account.left < 0) {
            throw new Violation(
                    Invariant.COUNTED_WRITES,
                    "%s is written once too often: %s; allowed for %s"
                            .formatted(
                                    after.ref(),
                                    account.spent,
                                    account.causes.stream().map(Cause::what).toList()));
        }
        Notes.Status status = ground.notes().status(after);
        boolean published = !ground.notes().sameStatus(before, after);
        if (status.ready() && published) {
            boolean moves = account.movingSince.isPresent();
            if (!moves && !account.doors.isEmpty() && !status.doors().equals(account.doors)) {
                throw new Violation(
                        Invariant.SAME_ANSWER,
                        "%s had %s, and has %s now".formatted(after.ref(), account.doors, status.doors()));
            }
            account.doors = status.doors();
            boolean arrived = account.joined
                    || !ground.far().holdsOutside()
                    || account.movingSince
                            .filter(since -> ground.now() - since > ON_ITS_WAY.toNanos())
                            .isPresent();
            if (arrived && ground.far().fits(after, status.doors())) {
                account.movingSince = Optional.empty();
            }
            account.causes.removeIf(cause -> isAnswered(account, cause));
            account.spent.clear();
            account.left = account.causes.stream().mapToInt(Cause::writes).sum();
        }
    }

    private boolean isAnswered(Account account, Cause cause) {
        boolean moving = account.movingSince.isPresent() && cause.what().equals(MOVE);
        return cause.what().equals(MADE) || (!moving && ground.now() - cause.at() > ON_ITS_WAY.toNanos());
    }

    private Set<Key> ports(PodView pod) {
        Set<Key> keys = ground.notes().claim(pod).map(Notes.Claim::keys).orElse(Set.of());
        return Notes.sorted(keys.stream().filter(Key.Port.class::isInstance).toList());
    }

    private String describe(PodView before, PodView after) {
        Optional<String> claimBefore = ground.notes().claimText(before);
        Optional<String> claimAfter = ground.notes().claimText(after);
        String claim = claimBefore.equals(claimAfter)
                ? ""
                : claimAfter.isEmpty() ? "no claim, " : claimBefore.isEmpty() ? "claim, " : "other claim, ";
        return claim + (ground.notes().status(after).ready() ? "ready" : "not ready");
    }
}
