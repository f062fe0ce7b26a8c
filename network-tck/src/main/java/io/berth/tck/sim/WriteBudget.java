package io.berth.tck.sim;

import static java.util.Objects.requireNonNull;

import io.berth.spi.PodRef;
import io.berth.spi.PodView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        private List<Notes.Door> doors = List.of();
    }

    /** What happens while a Ready is on its way concerns the next one. */
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(20);

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

    /** From now on the pod may have another address. */
    void mayMove(PodRef pod) {
        accounts.computeIfAbsent(pod.uid(), uid -> new Account()).doors = List.of();
    }

    void written(PodView before, PodView after) {
        Account account = accounts.computeIfAbsent(after.uid(), uid -> new Account());
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
        if (status.ready()) {
            if (!account.doors.isEmpty() && !status.doors().equals(account.doors)) {
                throw new Violation(
                        Invariant.SAME_ANSWER,
                        "%s had %s, and has %s now".formatted(after.ref(), account.doors, status.doors()));
            }
            account.doors = status.doors();
            account.causes.removeIf(cause -> ground.now() - cause.at() > ON_ITS_WAY.toNanos());
            account.spent.clear();
            account.left = account.causes.stream().mapToInt(Cause::writes).sum();
        }
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
