package io.berth.plugin.nonedirect;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.runtime.NetworkEngine;
import io.berth.runtime.Ours;
import io.berth.runtime.PodStore;
import io.berth.spi.ContainerPort;
import io.berth.spi.PodRef;
import io.berth.spi.PodView;
import io.berth.spi.Protocol;
import io.berth.tck.sim.EngineParts;
import io.berth.tck.sim.EngineParts.EngineFactory;
import io.berth.tck.sim.Invariant;
import io.berth.tck.sim.SeededRuns;
import io.berth.tck.sim.Simulation;
import io.berth.tck.sim.SpecFarSide;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Pods that are reached at their own IPs, while everything goes wrong; {@code -Dberth.seed=} replays a seed. */
class NoneDirectSimulationTest {
    private static final int STEPS = 3000;
    private static final ContainerPort WEB = ContainerPort.of(80, Protocol.TCP);
    private static final ContainerPort GAME = ContainerPort.of(81, Protocol.UDP);

    private static String conf(String ports) {
        return "[{\"name\":\"ContainerPorts\",\"value\":\"" + ports + "\"}]";
    }

    private static final SpecFarSide.Type TYPE = new SpecFarSide.Type(
            new NoneDirectFactory(),
            "Kubernetes-None",
            List.of(),
            SpecFarSide.At.POD,
            Map.of(
                    conf("game:80"), List.of(WEB),
                    conf("game:80,81/UDP"), List.of(WEB, GAME),
                    conf("game:81/UDP"), List.of(GAME)),
            List.of("no json", conf("game:80x"), conf("game:0"), conf("other:80"), conf("game:80,80")));

    @Test
    void everythingHoldsWhateverGoesWrong() {
        assertThat(runs(EngineParts::build).hold(20_000)).isGreaterThan(STEPS);
    }

    @Test
    void anIpThatIsNotFollowedIsNoticed() {
        assertThat(convictions(parts -> new FirstIps(parts.build()).engine())).contains(Invariant.PROVEN_READY);
    }

    @Test
    void aSecondWriteIsNoticed() {
        assertThat(convictions(
                        parts -> parts.with(new TwiceWritten(parts.pods())).build()))
                .contains(Invariant.COUNTED_WRITES);
    }

    /** Shows an engine each pod with the first IP that it had. */
    private record FirstIps(NetworkEngine of, Map<String, PodView> first) {
        FirstIps(NetworkEngine of) {
            this(of, new HashMap<>());
        }

        NetworkEngine engine() {
            return (NetworkEngine) Proxy.newProxyInstance(
                    NetworkEngine.class.getClassLoader(),
                    new Class<?>[] {NetworkEngine.class},
                    (self, method, args) -> {
                        if (method.getName().equals("reconcile")) {
                            args[0] = asFirstSeen((PodView) args[0]);
                        }
                        return method.invoke(of, args);
                    });
        }

        private PodView asFirstSeen(PodView pod) {
            if (pod.ips().isEmpty()) {
                return pod;
            }
            PodView before = first.putIfAbsent(pod.uid(), pod);
            return before == null
                    ? pod
                    : new PodView(
                            pod.ref(),
                            pod.resourceVersion(),
                            pod.template(),
                            pod.createdAt(),
                            pod.deletion(),
                            pod.finalizers(),
                            pod.nodeName(),
                            pod.phase(),
                            before.ips());
        }
    }

    private record TwiceWritten(PodStore pods) implements PodStore {
        @Override
        public List<PodView> listClaimed() {
            return pods.listClaimed();
        }

        @Override
        public Optional<PodView> read(String namespace, String name) {
            return pods.read(namespace, name);
        }

        @Override
        public Edited edit(PodRef pod, Ours expected, Ours wanted) {
            Ours first = wanted.withStatus(wanted.status().orElse("{}") + " ");
            return pods.edit(pod, expected, first) instanceof Edited.Written
                    ? pods.edit(pod, first, wanted)
                    : pods.edit(pod, expected, wanted);
        }
    }

    private static Set<Invariant> convictions(EngineFactory engines) {
        return runs(engines).convictions(5);
    }

    private static SeededRuns runs(EngineFactory engines) {
        return new SeededRuns(
                new Simulation.Setup(STEPS, (time, chance) -> new SpecFarSide(TYPE), engines), System.out::println);
    }
}
