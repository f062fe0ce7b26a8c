package io.berth.runtime;

import io.berth.spi.Capacity;
import io.berth.spi.NodeView;
import io.berth.spi.PodRef;
import io.berth.spi.PodTemplateView;
import io.berth.spi.PodView;
import io.berth.spi.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Feeds what the host says into the core, begins and ends terms, and keeps the clocks of the term. */
final class LeadingEngine implements NetworkEngine {
    private final Core core;
    private final Steward steward;
    private final Recovery recovery;
    private final Admissions admissions;
    private boolean started;

    LeadingEngine(Core core, Contract contract) {
        this.core = core;
        this.steward = new Steward(core, contract);
        this.recovery = new Recovery(core, steward);
        this.admissions = new Admissions(core, contract);
    }

    @Override
    public void start() {
        core.leadership.onChange(() -> core.locked(this::leadershipChanged));
        core.locked(() -> {
            started = true;
            leadershipChanged();
        });
    }

    private void leadershipChanged() {
        if (!started) {
            return;
        }
        Optional<String> sure = core.leadership.sureTerm();
        Term term = core.term;
        if (term != null && !sure.equals(Optional.of(term.id()))) {
            end();
        }
        if (core.term == null && sure.isPresent()) {
            core.term = new Term(sure.get(), core.timeline.nanos(), core.tick());
            core.recovered = false;
            recovery.begin();
            rotate();
            returnWhatRested();
        }
    }

    /** Nothing that only a leader may know outlives its term. */
    private void end() {
        core.term = null;
        core.recovered = false;
        steward.forget();
        core.ledger = new KeyLedger(core.settings, core.random);
        core.debtFiles.clear();
        core.files.values().forEach(file -> {
            file.forget();
            core.answer(file, new Answer.Waiting(Reason.STANDBY, "Another instance leads", Duration.ZERO));
        });
    }

    /** Every claim, and whatever else stands outside, is read back once per rotation, a slice at a time. */
    private void rotate() {
        Duration slice = core.settings.rotation().dividedBy(16);
        core.later(slice, () -> {
            long oldest = core.timeline.nanos() - core.settings.rotation().toNanos() + slice.toNanos();
            List<PodFile> due = new ArrayList<>();
            core.files.values().forEach(file -> {
                Bound<?, ?, ?> bound = file.bound;
                if (bound != null && hasOutside(file, bound) && bound.settled != null && bound.observedAt <= oldest) {
                    due.add(file);
                }
            });
            due.forEach(file -> {
                Bound<?, ?, ?> bound = file.bound;
                if (bound != null) {
                    bound.neededTick = core.tick();
                    steward.advance(file);
                }
            });
            rotate();
        });
    }

    private static boolean hasOutside(PodFile file, Bound<?, ?, ?> bound) {
        return file.stored.isPresent()
                || (bound.claimless && !bound.type.ports().isEmpty());
    }

    /** Whoever waits for room asks again when something is free. */
    private void returnWhatRested() {
        core.later(Duration.ofSeconds(1), () -> {
            core.ledger.expire(core.timeline.nanos());
            if (core.ledger.takeFreed() && steward.claims().anyPostponed()) {
                steward.claims().takePostponed().forEach(steward::advance);
            }
            returnWhatRested();
        });
    }

    @Override
    public Answer reconcile(PodView pod) {
        Answer[] answer = new Answer[1];
        core.locked(() -> {
            PodFile file = core.files.computeIfAbsent(pod.uid(), uid -> new PodFile(pod.ref(), pod.holder()));
            PodView before = file.pod;
            if (steward.scribe().takeIn(file, pod)) {
                admissions.seen(pod);
                steward.advance(file);
                if (before == null || !before.ips().equals(pod.ips())) {
                    // Whoever goes and shows the same IP has to let go of it now.
                    core.othersWithIpOf(pod).forEach(steward::advance);
                }
            }
            answer[0] = file.answer;
        });
        return answer[0] == null
                ? new Answer.Waiting(Reason.STANDBY, "The engine is closed", Duration.ZERO)
                : answer[0];
    }

    @Override
    public Optional<Answer> unchanged(String uid, String resourceVersion) {
        List<Answer> found = new ArrayList<>(1);
        core.locked(() -> {
            PodFile file = core.files.get(uid);
            if (file != null && file.pod != null && file.pod.resourceVersion().equals(resourceVersion)) {
                found.add(file.answer);
            }
        });
        return found.stream().findFirst();
    }

    @Override
    public void gone(PodRef pod) {
        core.locked(() -> {
            admissions.gone(pod);
            PodFile file = core.files.get(pod.uid());
            if (file != null) {
                steward.vanished(file);
            }
        });
    }

    @Override
    public void node(NodeView node) {
        core.locked(() -> {
            Optional<NodeView> before = core.node(node);
            admissions.node(node);
            if (!before.equals(Optional.of(node))) {
                core.podsOn(node.name()).forEach(steward::advance);
            }
        });
    }

    @Override
    public void nodeGone(String name) {
        core.locked(() -> {
            core.nodeGone(name);
            admissions.nodeGone(name);
            core.podsOn(name).forEach(steward::advance);
        });
    }

    @Override
    public AdmissionAnswer admit(PodTemplateView pod, boolean dryRun) {
        AdmissionAnswer[] answer = {AdmissionAnswer.asItIs()};
        core.locked(() -> answer[0] = admissions.admit(pod, dryRun));
        return answer[0];
    }

    @Override
    public Map<String, List<Capacity>> capacity() {
        Map<String, List<Capacity>> capacity = new TreeMap<>();
        core.locked(() -> capacity.putAll(admissions.capacity()));
        return capacity;
    }

    @Override
    public void close() {
        core.locked(() -> {
            end();
            core.closed = true;
        });
    }
}
