package io.berth.tck.sim;

import static java.util.Objects.requireNonNull;

import io.berth.runtime.AnnotationKeys;
import io.berth.runtime.EngineSettings;
import io.berth.spi.Identity;
import io.berth.spi.PodRef;
import io.berth.spi.PodTemplateView;
import io.berth.spi.PodView;
import io.berth.tck.sim.EngineParts.EngineFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGeneratorFactory;

/**
 * One run: two replicas of an operator take care of a few workloads while everything goes wrong; then nothing does any
 * more, and all has to become ready or explained; then all is deleted, and nothing may be left.
 */
public final class Simulation {
    /**
     * @param steps how many events things go wrong for
     * @param far what the far side is
     * @param engines how engines are built; mutants are put in here
     */
    public record Setup(int steps, BiFunction<VirtualTime, Chance, FarSide> far, EngineFactory engines) {
        public Setup {
            requireNonNull(far, "far is null");
            requireNonNull(engines, "engines is null");
        }
    }

    /**
     * What an operator of this run is built with.
     *
     * @param permitDelays share of the requests that wait for a permit
     * @param slowCalls share of the calls that take many seconds
     */
    record Plan(EngineFactory engines, double permitDelays, double slowCalls, Consumer<PodRef> meanwhile) {}

    /** @param digest of the whole history */
    public record Result(long seed, long steps, long digest, Duration time) {}

    private static final Duration TO_SETTLE = Duration.ofMinutes(20);
    private static final int EVENTS_TO_SETTLE = 60_000;

    private final long seed;
    private final Setup setup;
    private final Chance chance;
    private final VirtualTime time;
    private final Trace trace;
    private final Operators operators;
    private final Ground ground;
    private final Court court;
    private final Chaos chaos;
    private final Workloads workloads;
    private final Ending ending;
    private final Map<String, PodView> known = new TreeMap<>();
    private long steps;

    private Simulation(long seed, Setup setup) {
        this.seed = seed;
        this.setup = setup;
        this.chance = new Chance(RandomGeneratorFactory.of("L64X128MixRandom").create(seed));
        this.time = new VirtualTime(chance.generator());
        this.trace = new Trace(time);
        this.operators = new Operators(time, chance, trace);
        EngineSettings settings = settings();
        this.ground = new Ground(
                time,
                chance,
                trace,
                new ApiServer(time),
                setup.far().apply(time, chance),
                settings,
                new Notes(settings.keys()));
        this.court = new Court(ground, operators);
        ground.api().watch(this::allow);
        Cluster cluster = new Cluster(ground, 2 + chance.below(2), 8);
        cluster.watchNodes(operators::node, operators::nodeGone);
        this.workloads = new Workloads(ground, this::admitted, 1 + chance.below(5), chance.below(5));
        Storms storms = new Storms(chance);
        Perils perils = Perils.of(chance);
        trace.add("chaos", perils.toString());
        this.chaos = new Chaos(ground, perils, operators, court, cluster, workloads, storms);
        this.ending = new Ending(ground, court, operators);
        Plan plan = new Plan(setup.engines(), chance.of(0.5) ? 0.05 : 0, chance.of(0.3) ? 0.004 : 0, chaos::meanwhile);
        Lease lease = new Lease();
        operators.begin(
                2,
                name -> new Operator(name, ground, court, storms, lease, new Gate(name, trace, chaos), plan),
                cluster::nodes);
    }

    static EngineSettings settings() {
        return new EngineSettings(
                new Identity("sim", "berth"),
                AnnotationKeys.openKruiseGame(),
                Duration.ofSeconds(20),
                Duration.ofSeconds(30),
                Duration.ofSeconds(4),
                Duration.ofSeconds(60),
                Duration.ofSeconds(3),
                Duration.ofSeconds(60),
                Duration.ofMillis(500),
                Duration.ofSeconds(10));
    }

    /** @throws Failure naming the seed, with the end of the history */
    public static Result run(long seed, Setup setup) {
        Simulation simulation = new Simulation(seed, setup);
        try {
            return simulation.run();
        } catch (Violation | IllegalStateException e) {
            throw new Failure(seed, simulation.steps, e, simulation.trace);
        }
    }

    private Result run() {
        while (steps < setup.steps()) {
            step();
        }
        trace.add("people", "nothing goes wrong any more");
        chaos.stop();
        settle("has not settled", ending::unsettled);
        trace.add("people", "delete everything");
        workloads.endAll();
        settle("is still there", ending::left);
        return new Result(seed, steps, trace.digest(), Duration.ofNanos(time.nanos()));
    }

    private void settle(String what, Supplier<Optional<String>> open) {
        long until = time.nanos() + TO_SETTLE.toNanos();
        long last = steps + EVENTS_TO_SETTLE;
        long looked = 0;
        while (true) {
            step();
            if (time.nanos() - looked < Duration.ofSeconds(3).toNanos()) {
                continue;
            }
            looked = time.nanos();
            Optional<String> problem = open.get();
            if (problem.isEmpty()) {
                return;
            }
            if (time.nanos() > until || steps > last) {
                throw new Violation(Invariant.ALL_ENDS_WELL, problem.get() + " " + what);
            }
        }
    }

    private void step() {
        steps++;
        try {
            if (!time.step()) {
                throw new IllegalStateException("Nothing happens any more");
            }
        } catch (Crash crash) {
            operators.named(crash.instance()).ifPresent(operators::died);
        } catch (Violation e) {
            throw e;
        } catch (RuntimeException | AssertionError e) {
            throw new Violation(Invariant.OWN_HARM_ONLY, "something has escaped: " + e, e);
        }
        court.step();
    }

    /** What a pod needs in it when it is created is asked of any replica, where there is anything to ask. */
    private PodTemplateView admitted(PodTemplateView pod) {
        return ground.far().holdsOutside() ? pod : operators.admitted(pod);
    }

    /** What happens to a pod allows for writes. */
    private void allow(ApiServer.Change change) {
        PodView pod = change.pod();
        PodView before = change.gone() ? known.remove(pod.uid()) : known.put(pod.uid(), pod);
        boolean outside = ground.far().holdsOutside();
        if (before == null) {
            court.happened(pod.ref(), WriteBudget.MADE, outside ? 2 : 1);
            return;
        }
        if (pod.deletion().isPresent() && before.deletion().isEmpty()) {
            court.happened(pod.ref(), "deleted", outside ? 1 : 0);
        }
        if (pod.isFinished() && !before.isFinished()) {
            court.happened(pod.ref(), "ended", outside ? 2 : 1);
        }
        if (!pod.ips().equals(before.ips()) && !before.ips().isEmpty()) {
            if (outside) {
                court.happened(pod.ref(), "another IP", 2);
            } else {
                court.mayMove(pod.ref());
            }
        }
    }

    /** A run has failed. Its message says how to have it again. */
    public static final class Failure extends AssertionError {
        private static final long serialVersionUID = 1L;

        private final transient Throwable reason;
        private final long steps;
        private final transient Trace trace;

        Failure(long seed, long steps, Throwable reason, Trace trace) {
            super(
                    "seed %d fails at step %d: %s%nRun it again with -Dberth.seed=%d%n%s"
                            .formatted(
                                    seed,
                                    steps,
                                    reason.getMessage(),
                                    seed,
                                    trace.tail(Integer.getInteger("berth.tail", 100))),
                    reason);
            this.reason = reason;
            this.steps = steps;
            this.trace = trace;
        }

        /** Empty if the simulation itself has failed. */
        public Optional<Invariant> invariant() {
            return reason instanceof Violation violation ? Optional.of(violation.invariant()) : Optional.empty();
        }

        /** The last of what has happened, up to so many lines. */
        public String history(int lines) {
            return trace.tail(lines);
        }

        public long steps() {
            return steps;
        }
    }
}
