package io.berth.plugin.hostport;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.runtime.NetworkEngine;
import io.berth.spi.ContainerPort;
import io.berth.spi.NodeAddress;
import io.berth.spi.NodeView;
import io.berth.spi.PodTemplateView;
import io.berth.spi.Protocol;
import io.berth.spi.config.NameValue;
import io.berth.tck.sim.EngineParts;
import io.berth.tck.sim.EngineParts.EngineFactory;
import io.berth.tck.sim.Invariant;
import io.berth.tck.sim.SeededRuns;
import io.berth.tck.sim.Simulation;
import io.berth.tck.sim.SpecFarSide;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** Pods with host ports, admitted by any replica, while everything goes wrong; {@code -Dberth.seed=} replays a seed. */
class HostPortSimulationTest {
    private static final int STEPS = 3000;
    private static final ContainerPort WEB = ContainerPort.of(80, Protocol.TCP);
    private static final ContainerPort GAME = ContainerPort.of(81, Protocol.UDP);

    private static String conf(String ports) {
        return "[{\"name\":\"ContainerPorts\",\"value\":\"" + ports + "\"}]";
    }

    private static final SpecFarSide.Type TYPE = new SpecFarSide.Type(
            new HostPortFactory(),
            "Kubernetes-HostPort",
            List.of(new NameValue("ranges.default", "7000-7003")),
            SpecFarSide.At.NODE,
            Map.of(
                    conf("game:80"), List.of(WEB),
                    conf("game:80,81/UDP"), List.of(WEB, GAME),
                    conf("game:81/UDP"), List.of(GAME)),
            List.of("no json", conf("game:80x"), conf("game:0"), conf("other:80"), conf("game:80,80")));

    @Test
    void everythingHoldsWhateverGoesWrong() {
        assertThat(runs(EngineParts::build).hold(20_000)).isGreaterThan(STEPS);
    }

    /** What is never written wrong must not be taken for right because nobody looks. */
    @Test
    void anAddressOfAnotherNodeIsNoticed() {
        assertThat(convictions(parts -> intercepted(parts.build(), (method, args) -> {
                    if (method.equals("node")) {
                        args[0] = elsewhere((NodeView) args[0]);
                    }
                })))
                .contains(Invariant.PROVEN_READY);
    }

    @Test
    void aPodThatIsAdmittedWithoutItsPortsIsNotReadyByItself() {
        assertThat(convictions(parts -> intercepted(parts.build(), (method, args) -> {
                    if (method.equals("admit")) {
                        args[0] = withoutType((PodTemplateView) args[0]);
                    }
                })))
                .as("it is explained, and nothing else goes wrong")
                .isEmpty();
    }

    private static NodeView elsewhere(NodeView node) {
        return new NodeView(
                node.name(),
                node.uid(),
                node.schedulable(),
                List.of(new NodeAddress("ExternalIP", "203.0.113.250")),
                node.labels(),
                node.annotations());
    }

    private static PodTemplateView withoutType(PodTemplateView pod) {
        return new PodTemplateView(
                pod.namespace(),
                pod.name(),
                pod.labels(),
                Map.of(),
                pod.hostNetwork(),
                pod.containers(),
                pod.controller());
    }

    private static NetworkEngine intercepted(NetworkEngine engine, BiConsumer<String, Object[]> change) {
        return (NetworkEngine) Proxy.newProxyInstance(
                NetworkEngine.class.getClassLoader(), new Class<?>[] {NetworkEngine.class}, (self, method, args) -> {
                    change.accept(method.getName(), args);
                    return method.invoke(engine, args);
                });
    }

    private static Set<Invariant> convictions(EngineFactory engines) {
        return runs(engines).convictions(5);
    }

    private static SeededRuns runs(EngineFactory engines) {
        return new SeededRuns(
                new Simulation.Setup(STEPS, (time, chance) -> new SpecFarSide(TYPE), engines), System.out::println);
    }
}
