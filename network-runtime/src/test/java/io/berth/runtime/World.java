package io.berth.runtime;

import io.berth.spi.Identity;
import io.berth.spi.NetworkException;
import io.berth.spi.NodeAddress;
import io.berth.spi.NodeView;
import io.berth.spi.PodRef;
import io.berth.spi.PodView;
import io.berth.spi.Reason;
import io.berth.spi.config.NameValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/** One API server, one far side, and as many engines as a test starts. */
final class World {
    final VirtualTimeline time = new VirtualTimeline();
    final MemoryPods pods = new MemoryPods(time);
    final SlotCloud far = new SlotCloud();
    final Map<PodRef, Debt> debts = new LinkedHashMap<>();
    final List<String> warnings = new ArrayList<>();
    final List<PodRef> woken = new ArrayList<>();
    boolean debtsRefused;
    boolean debtRepliesLost;
    int debtWrites;
    Lease lease = new Lease();
    NetworkEngine engine;

    World() {
        this(List.of());
    }

    World(List<NameValue> settings) {
        engine = start(settings, lease);
    }

    static final class Lease implements Leadership {
        private @Nullable String term = "term-1";
        private Runnable listener = () -> {};
        private boolean unsure;

        @Override
        public Optional<String> sureTerm() {
            return unsure ? Optional.empty() : Optional.ofNullable(term);
        }

        @Override
        public void onChange(Runnable changed) {
            listener = changed;
        }

        void set(@Nullable String id) {
            term = id;
            listener.run();
        }

        /** The lease has run out, and nobody has noticed yet. */
        void runOut() {
            unsure = true;
        }
    }

    Identity identity() {
        return new Identity("cluster-1", "berth");
    }

    NetworkEngine start(List<NameValue> settings, Lease leadership) {
        Identity identity = identity();
        PluginCatalog catalog = PluginCatalog.load(
                Providers.of(List.of(far.new PluginFactory(), new PlainPlugin.Factory()), List.of(far.new Factory())),
                new Configured(
                        identity,
                        Map.of("Slot", settings, "Plain", List.of()),
                        List.of(new CloudAccount("slots", "main", List.of())),
                        Map.of()));
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        NetworkEngine started = NetworkEngine.builder(EngineSettings.defaults(identity), catalog)
                .podStore(pods)
                .debts(debtStore())
                .reservations(List::of)
                .leadership(leadership)
                .timeline(time)
                .workers(time)
                .events((pod, reason, message) -> warnings.add(reason + " " + pod.name() + ": " + message))
                .random(random)
                .wake(woken::add)
                .build();
        started.start();
        return started;
    }

    private DebtStore debtStore() {
        return new DebtStore() {
            @Override
            public List<Debt> list() {
                return new ArrayList<>(debts.values());
            }

            @Override
            public void put(Debt debt) {
                if (debtsRefused) {
                    throw new NetworkException(NetworkException.Kind.UNAVAILABLE, "no answer");
                }
                debtWrites++;
                debts.put(debt.former(), debt);
                if (debtRepliesLost) {
                    throw new NetworkException(NetworkException.Kind.OUTCOME_UNKNOWN, "no answer");
                }
            }

            @Override
            public void remove(PodRef former) {
                debts.remove(former);
            }
        };
    }

    /** Kills the engine at this instant, and starts another one that has to find everything by itself. */
    void restart() {
        engine.close();
        lease = new Lease();
        lease.term = "term-" + (pods.lists + 2);
        engine = start(List.of(), lease);
        time.settle();
    }

    static NodeView node(String name, String address) {
        return new NodeView(
                name, "uid-" + name, true, List.of(new NodeAddress("ExternalIP", address)), Map.of(), Map.of());
    }

    Answer feed(String name) {
        return engine.reconcile(pods.get(name));
    }

    void feedAll() {
        pods.all().forEach(engine::reconcile);
    }

    /** What a host does: feeds what there is, lets time pass, and feeds what has become of it. */
    void run(Duration duration) {
        Duration step = Duration.ofMillis(250);
        for (Duration passed = Duration.ZERO; passed.compareTo(duration) < 0; passed = passed.plus(step)) {
            feedAll();
            time.pass(step);
            for (PodView pod : pods.all()) {
                if (pods.reap(pod.name())) {
                    engine.gone(pod.ref());
                }
            }
        }
        feedAll();
    }

    Answer answer(String name) {
        return engine.unchanged(pods.get(name).uid(), pods.get(name).resourceVersion())
                .orElse(new Answer.Waiting(Reason.STANDBY, "not fed", Duration.ZERO));
    }

    String status(String name) {
        return Optional.ofNullable(pods.get(name).annotations().get(pods.keys.networkStatus()))
                .orElse("");
    }

    String claim(String name) {
        return Optional.ofNullable(pods.get(name).annotations().get(pods.keys.claim()))
                .orElseThrow(() -> new AssertionError(name + " has no claim"));
    }

    boolean isReady(String name) {
        return status(name).contains("\"currentNetworkState\":\"Ready\"");
    }

    int slotOf(String name) {
        String uid = pods.get(name).uid();
        return far.slots.entrySet().stream()
                .filter(entry -> entry.getValue().pod().uid().equals(uid))
                .mapToInt(Map.Entry::getKey)
                .findFirst()
                .orElse(-1);
    }
}
