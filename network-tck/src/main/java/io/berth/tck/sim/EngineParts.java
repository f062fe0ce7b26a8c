package io.berth.tck.sim;

import io.berth.runtime.Configured;
import io.berth.runtime.DebtStore;
import io.berth.runtime.EngineSettings;
import io.berth.runtime.Leadership;
import io.berth.runtime.NetworkEngine;
import io.berth.runtime.Permits;
import io.berth.runtime.PluginCatalog;
import io.berth.runtime.PodEvents;
import io.berth.runtime.PodStore;
import io.berth.runtime.Providers;
import io.berth.runtime.Timeline;
import io.berth.spi.PodRef;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Everything that one engine is built of. Mutants exchange some of it. */
public record EngineParts(
        EngineSettings settings,
        Providers providers,
        Configured configured,
        PodStore pods,
        DebtStore debts,
        Leadership leadership,
        Timeline timeline,
        Executor workers,
        Permits permits,
        PodEvents events,
        RandomGenerator random,
        Consumer<PodRef> wake) {
    /** How the simulation gets its engines. */
    @FunctionalInterface
    public interface EngineFactory {
        NetworkEngine build(EngineParts parts);
    }

    public NetworkEngine build() {
        return NetworkEngine.builder(settings, PluginCatalog.load(providers, configured))
                .podStore(pods)
                .debts(debts)
                .reservations(List::of)
                .leadership(leadership)
                .timeline(timeline)
                .workers(workers)
                .permits(permits)
                .events(events)
                .random(random)
                .wake(wake)
                .build();
    }

    public EngineParts with(EngineSettings other) {
        return new EngineParts(
                other,
                providers,
                configured,
                pods,
                debts,
                leadership,
                timeline,
                workers,
                permits,
                events,
                random,
                wake);
    }

    public EngineParts with(Providers other) {
        return new EngineParts(
                settings, other, configured, pods, debts, leadership, timeline, workers, permits, events, random, wake);
    }

    public EngineParts with(Configured other) {
        return new EngineParts(
                settings, providers, other, pods, debts, leadership, timeline, workers, permits, events, random, wake);
    }

    public EngineParts with(PodStore other) {
        return new EngineParts(
                settings,
                providers,
                configured,
                other,
                debts,
                leadership,
                timeline,
                workers,
                permits,
                events,
                random,
                wake);
    }

    public EngineParts with(DebtStore other) {
        return new EngineParts(
                settings,
                providers,
                configured,
                pods,
                other,
                leadership,
                timeline,
                workers,
                permits,
                events,
                random,
                wake);
    }

    public EngineParts with(Leadership other) {
        return new EngineParts(
                settings, providers, configured, pods, debts, other, timeline, workers, permits, events, random, wake);
    }

    public EngineParts with(Executor other) {
        return new EngineParts(
                settings,
                providers,
                configured,
                pods,
                debts,
                leadership,
                timeline,
                other,
                permits,
                events,
                random,
                wake);
    }
}
