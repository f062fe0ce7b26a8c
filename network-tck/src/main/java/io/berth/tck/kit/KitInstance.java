package io.berth.tck.kit;

import static java.util.Objects.requireNonNull;

import io.berth.runtime.AdmissionAnswer;
import io.berth.runtime.Answer;
import io.berth.runtime.Configured;
import io.berth.runtime.NetworkEngine;
import io.berth.runtime.Permits;
import io.berth.runtime.Providers;
import io.berth.spi.PodRef;
import io.berth.spi.PodTemplateView;
import io.berth.spi.PodView;
import io.berth.spi.config.NameValue;
import io.berth.tck.sim.ApiServer;
import io.berth.tck.sim.EngineParts;
import io.berth.tck.sim.Gate;
import io.berth.tck.sim.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** One process: a real engine, and a host that feeds it what it sees a little late. */
final class KitInstance {
    private static final Duration LATE = Duration.ofMillis(20);
    private static final Duration REQUEST = Duration.ofMillis(10);

    private final String name;
    private final KitWorld world;
    private final VirtualTime.Strand strand;
    private final KitLease.Seat seat;
    private final NetworkEngine engine;
    private final Consumer<ApiServer.Change> watcher = this::hear;
    private final Map<String, PodView> cache = new HashMap<>();
    private final Set<String> gone = new HashSet<>();
    private final Map<String, Answer> answers = new HashMap<>();
    private final Map<String, Long> rechecks = new HashMap<>();

    KitInstance(String name, KitWorld world, PluginFixture fixture, Gate.Fate fate) {
        this.name = requireNonNull(name, "name is null");
        this.world = requireNonNull(world, "world is null");
        this.strand = world.time().strand(name, Duration.ZERO);
        this.seat = world.lease().seat();
        Gate gate = new Gate(name, world.trace(), fate);
        Outside.Reach reach = world.outside().reachOf(gate);
        this.engine = new EngineParts(
                        KitWorld.SETTINGS,
                        Providers.of(List.of(world.witness().over(fixture.plugin())), reach.clouds()),
                        new Configured(
                                PluginFixture.IDENTITY,
                                Map.of(fixture.networkType(), settings(fixture)),
                                reach.accounts(),
                                reach.provided()),
                        new KitPods(world.api(), KitWorld.SETTINGS.keys(), gate, world::wrote),
                        world.debts().through(gate),
                        seat,
                        strand,
                        task -> strand.after(REQUEST, task),
                        Permits.unlimited(),
                        (pod, reason, message) ->
                                world.trace().add(name, "warns %s: %s %s".formatted(pod, reason, message)),
                        world.chance().generator(),
                        pod -> strand.after(Duration.ZERO, () -> reconcile(pod)))
                .build();
    }

    private static List<NameValue> settings(PluginFixture fixture) {
        List<NameValue> settings = new ArrayList<>(fixture.settings());
        fixture.mode().ifPresent(mode -> settings.add(new NameValue("mode", mode)));
        return settings;
    }

    void start() {
        engine.start();
        world.cluster().nodes().forEach(engine::node);
        world.api().watch(watcher);
        world.api().pods().forEach(pod -> strand.after(LATE, () -> show(pod)));
    }

    /** From one instruction to the next. */
    void die() {
        strand.stop();
        world.api().unwatch(watcher);
    }

    String name() {
        return name;
    }

    KitLease.Seat seat() {
        return seat;
    }

    Optional<Answer> answer(PodRef pod) {
        return Optional.ofNullable(answers.get(pod.uid()));
    }

    AdmissionAnswer admit(PodTemplateView pod) {
        return engine.admit(pod, false);
    }

    /** Feeds the pod as it is now, as a resync does. */
    void resync(PodRef pod) {
        reconcile(pod);
    }

    private void hear(ApiServer.Change change) {
        strand.after(LATE, () -> {
            PodView pod = change.pod();
            if (!change.gone()) {
                show(pod);
            } else if (gone.add(pod.uid())) {
                cache.remove(pod.uid());
                engine.gone(pod.ref());
            }
        });
    }

    private void show(PodView pod) {
        PodView before = cache.get(pod.uid());
        boolean newer =
                before == null || Long.parseLong(before.resourceVersion()) < Long.parseLong(pod.resourceVersion());
        if (newer && !gone.contains(pod.uid())) {
            cache.put(pod.uid(), pod);
            reconcile(pod.ref());
        }
    }

    private void reconcile(PodRef ref) {
        PodView pod = cache.get(ref.uid());
        if (pod == null) {
            return;
        }
        Answer answer = engine.reconcile(pod);
        if (!answer.equals(answers.put(ref.uid(), answer))) {
            world.trace().add(name, "answers for %s: %s".formatted(ref, answer));
        }
        long mine = rechecks.merge(ref.uid(), 1L, Long::sum);
        if (answer instanceof Answer.Waiting waiting && !waiting.recheckAfter().isZero()) {
            strand.after(waiting.recheckAfter(), () -> {
                if (Long.valueOf(mine).equals(rechecks.get(ref.uid()))) {
                    reconcile(ref);
                }
            });
        }
    }
}
