package io.berth.runtime;

import io.berth.spi.Holder;
import io.berth.spi.NetworkException;
import io.berth.spi.PodView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The beginning of a term: what is held is read from the API server itself, never from a cache, before anything is
 * granted or sent. Called under the engine's lock.
 */
final class Recovery {
    private static final Logger log = LoggerFactory.getLogger(NetworkEngine.class);

    private record Read(List<PodView> pods, List<Debt> debts, List<Reservation> reservations) {}

    private final Core core;
    private final Steward steward;
    private int failures;

    Recovery(Core core, Steward steward) {
        this.core = core;
        this.steward = steward;
    }

    void begin() {
        core.<Read>offload(
                () -> new Read(core.pods.listClaimed(), core.debts.list(), core.reservations.list()), outcome -> {
                    if (outcome instanceof Outcome.Done<Read> read) {
                        failures = 0;
                        restore(read.value());
                    } else {
                        NetworkException fault = Outcome.faultOf(outcome);
                        log.warn(
                                "What is held cannot be read, and nothing is granted before it is: {}",
                                fault == null ? outcome : fault.getMessage());
                        Duration pause = core.pause(failures++);
                        core.later(pause, this::begin);
                    }
                });
    }

    private void restore(Read read) {
        for (Reservation reservation : read.reservations()) {
            EnvelopeCodec.read(reservation.envelope())
                    .ifPresent(envelope -> core.ledger.hold(
                            new Holder.Reservation(reservation.namespace(), reservation.name(), reservation.uid()),
                            envelope.keys()));
        }
        List<PodFile> debts = new ArrayList<>();
        for (Debt debt : read.debts()) {
            Optional<Envelope> envelope = EnvelopeCodec.read(debt.envelope());
            if (envelope.isEmpty()) {
                log.warn("The debt of {} cannot be read; it stays as it is", debt.former());
                continue;
            }
            PodFile file = steward.releases().open(debt, envelope.get());
            core.ledger.hold(file.holder, envelope.get().keys());
            debts.add(file);
        }
        List<PodView> pods = new ArrayList<>(read.pods());
        pods.sort(Comparator.comparing(PodView::createdAt).thenComparing(PodView::uid));
        for (PodView pod : pods) {
            PodFile file = core.files.computeIfAbsent(pod.uid(), uid -> new PodFile(pod.ref(), pod.holder()));
            steward.scribe().takeIn(file, pod);
            if (core.debtFiles.containsKey(pod.uid())) {
                // The debt was written, and the pod not yet let go.
                file.released = true;
            } else {
                steward.claims().adopt(file);
            }
        }
        core.recovered = true;
        log.info("Leading, with {} claims and {} debts found", pods.size(), debts.size());
        debts.forEach(steward::advance);
        new ArrayList<>(core.files.values()).forEach(steward::advance);
    }
}
