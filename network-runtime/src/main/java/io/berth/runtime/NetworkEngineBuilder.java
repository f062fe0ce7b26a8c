package io.berth.runtime;

import static java.util.Objects.requireNonNull;

import io.berth.spi.PodRef;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Everything that the engine touches comes in here; two engines of one process share nothing else. */
public final class NetworkEngineBuilder {
    private final EngineSettings settings;
    private final PluginCatalog catalog;
    private @Nullable PodStore pods;
    private @Nullable DebtStore debts;
    private @Nullable ReservationStore reservations;
    private @Nullable Leadership leadership;
    private @Nullable Timeline timeline;
    private @Nullable Executor workers;
    private Permits permits = Permits.unlimited();
    private PodEvents events = (pod, reason, message) -> {};
    private @Nullable RandomGenerator random;
    private Consumer<PodRef> wake = pod -> {};

    NetworkEngineBuilder(EngineSettings settings, PluginCatalog catalog) {
        this.settings = requireNonNull(settings, "settings is null");
        this.catalog = requireNonNull(catalog, "catalog is null");
    }

    public NetworkEngineBuilder podStore(PodStore store) {
        this.pods = store;
        return this;
    }

    public NetworkEngineBuilder debts(DebtStore store) {
        this.debts = store;
        return this;
    }

    public NetworkEngineBuilder reservations(ReservationStore store) {
        this.reservations = store;
        return this;
    }

    public NetworkEngineBuilder leadership(Leadership leads) {
        this.leadership = leads;
        return this;
    }

    public NetworkEngineBuilder timeline(Timeline time) {
        this.timeline = time;
        return this;
    }

    /** Where everything runs that blocks: writes to pods and requests to vendors. A bounded pool of threads. */
    public NetworkEngineBuilder workers(Executor executor) {
        this.workers = executor;
        return this;
    }

    /** Unlimited without. */
    public NetworkEngineBuilder permits(Permits budgets) {
        this.permits = budgets;
        return this;
    }

    /** Nowhere without. */
    public NetworkEngineBuilder events(PodEvents sink) {
        this.events = sink;
        return this;
    }

    /** Where searches for numbers begin, and how far pauses vary. Called under the engine's lock. */
    public NetworkEngineBuilder random(RandomGenerator generator) {
        this.random = generator;
        return this;
    }

    /** Called, from any thread and outside of any lock of the engine, when the answer for a pod has changed. */
    public NetworkEngineBuilder wake(Consumer<PodRef> callback) {
        this.wake = callback;
        return this;
    }

    /** @throws IllegalStateException naming every part that is missing */
    public NetworkEngine build() {
        List<String> missing = new ArrayList<>();
        PodStore podStore = need(pods, "podStore", missing);
        DebtStore debtStore = need(debts, "debts", missing);
        ReservationStore reservationStore = need(reservations, "reservations", missing);
        Leadership leads = need(leadership, "leadership", missing);
        Timeline time = need(timeline, "timeline", missing);
        Executor executor = need(workers, "workers", missing);
        RandomGenerator generator = need(random, "random", missing);
        if (podStore == null
                || debtStore == null
                || reservationStore == null
                || leads == null
                || time == null
                || executor == null
                || generator == null) {
            throw new IllegalStateException("The engine needs " + String.join(", ", missing));
        }
        Core core = new Core(
                settings,
                catalog,
                podStore,
                debtStore,
                reservationStore,
                leads,
                time,
                executor,
                permits,
                events,
                generator,
                wake);
        return new LeadingEngine(core, new Contract(settings.keys()));
    }

    private static <T> @Nullable T need(@Nullable T part, String name, List<String> missing) {
        if (part == null) {
            missing.add(name);
        }
        return part;
    }
}
