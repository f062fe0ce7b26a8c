package io.berth.plugin.hostport;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.spi.Addresses;
import io.berth.spi.Admission;
import io.berth.spi.ContainerPort;
import io.berth.spi.ContainerView;
import io.berth.spi.Goal;
import io.berth.spi.NodeAddress;
import io.berth.spi.PodTemplateView;
import io.berth.spi.Protocol;
import io.berth.spi.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever pods and parameters come. Another seed: {@code -Dberth.seed=}. */
class AdmittedPodsTest {
    private static final int PODS = 4_000;
    private static final List<String> PROTOCOLS = List.of("", "/TCP", "/UDP", "/SCTP", "/TCPUDP");
    private static final List<String> POLICIES = List.of(
            "", "", "", "=Dynamic:tools", "=Passthrough", "=Passthrough:tools", "=None", "=Static:", "=Dynamic:nope");

    @Test
    void haveNoNumberTwiceAndStayAsTheyAreAndAreServed() {
        long seed = Long.getLong("berth.seed", 20_260_101L);
        System.out.println("AdmittedPodsTest: -Dberth.seed=" + seed);
        Random random = new Random(seed);
        HostPortPlugin plugin =
                Plugins.plugin("ranges.default=8000-8011", "ranges.tools=8080-8084", "blocked=8003,8081-8082");
        CountingUsage usage = new CountingUsage(3);
        int edited = 0;
        int refused = 0;
        for (int i = 0; i < PODS; i++) {
            PodTemplateView pod = pod(random);
            Optional<HostPortParameters> parameters =
                    Plugins.decoded(containerPorts(random)).value();
            if (parameters.isEmpty()) {
                continue;
            }
            Admission admission = plugin.admit(pod, parameters.get(), usage);
            if (admission instanceof Admission.Refused) {
                refused++;
                continue;
            }
            PodTemplateView admitted = pod;
            if (admission instanceof Admission.Edit edit) {
                edited++;
                usage.admitted(edit);
                admitted = Pods.with(pod, edit);
                assertOnlyTheRangesWereUsed(parameters.get(), edit);
            }
            String what = "seed %d, pod %d: %s with %s".formatted(seed, i, pod, parameters.get());
            assertNoNumberTwice(what, admitted);
            assertKept(what, pod, admitted, parameters.get());
            if (admitted.hostNetwork()) {
                assertOneNumber(what, admitted);
            }
            assertThat(plugin.admit(admitted, parameters.get(), usage)).as(what).isEqualTo(Admission.none());
            assertServed(what, plugin, admitted, parameters.get());
        }
        assertThat(edited).as("pods that were changed").isGreaterThan(PODS / 10);
        assertThat(refused).as("pods that were refused").isGreaterThan(PODS / 20);
    }

    private static PodTemplateView pod(Random random) {
        boolean hostNetwork = random.nextInt(4) == 0;
        List<ContainerView> containers = new ArrayList<>();
        Set<List<Object>> onHost = new HashSet<>();
        for (String name : List.of("game", "side").subList(0, 1 + random.nextInt(2))) {
            Set<ContainerPort> ports = new LinkedHashSet<>();
            Set<List<Object>> numbers = new HashSet<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                Protocol protocol =
                        List.of(Protocol.TCP, Protocol.UDP, Protocol.SCTP).get(random.nextInt(3));
                int number = random.nextBoolean() ? 80 + random.nextInt(4) : 8000 + random.nextInt(14);
                int hostPort = hostNetwork || random.nextInt(3) == 0 ? number : 8000 + random.nextInt(14);
                if (!numbers.add(List.of(protocol, number))) {
                    continue;
                }
                boolean set = hostNetwork || random.nextInt(4) == 0;
                if (set && !onHost.add(List.of(protocol, hostPort))) {
                    continue;
                }
                ContainerPort port = ContainerPort.of(number, protocol);
                ports.add(set ? port.onHost(hostPort) : port);
            }
            containers.add(new ContainerView(name, List.copyOf(ports)));
        }
        return new PodTemplateView(
                "default", Optional.empty(), Map.of(), Map.of(), hostNetwork, containers, Optional.empty());
    }

    private static String[] containerPorts(Random random) {
        List<String> entries = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            String container = random.nextInt(20) == 0 ? "nobody" : random.nextInt(4) == 0 ? "side" : "game";
            String policy = POLICIES.get(random.nextInt(POLICIES.size()));
            if (policy.endsWith(":")) {
                policy += 7_000 + random.nextInt(1_010);
            }
            String number =
                    switch (random.nextInt(5)) {
                        case 0 -> "SameAsHost";
                        case 1 -> Integer.toString(8000 + random.nextInt(14));
                        default -> Integer.toString(80 + random.nextInt(5));
                    };
            entries.add(container + ":" + number + PROTOCOLS.get(random.nextInt(PROTOCOLS.size())) + policy);
        }
        return entries.toArray(String[]::new);
    }

    private static void assertNoNumberTwice(String what, PodTemplateView pod) {
        Set<List<Object>> seen = new HashSet<>();
        pod.containers()
                .forEach(container -> container
                        .ports()
                        .forEach(port -> port.hostPort()
                                .ifPresent(number -> assertThat(seen.add(List.of(port.protocol(), number)))
                                        .as("%s: %d/%s once in %s", what, number, port.protocol(), pod)
                                        .isTrue())));
    }

    /** Nothing that the user set is lost or changed, but a port that moves. */
    private static void assertKept(
            String what, PodTemplateView before, PodTemplateView after, HostPortParameters parameters) {
        for (ContainerView container : before.containers()) {
            List<ContainerPort> ports =
                    after.container(container.name()).orElseThrow().ports();
            for (ContainerPort port : container.ports()) {
                boolean moves = parameters.ports().stream()
                        .anyMatch(wanted -> wanted.container().equals(container.name())
                                && wanted.number().equals(Optional.of(port.number()))
                                && wanted.protocols().contains(port.protocol())
                                && wanted.isMoved(before.hostNetwork()));
                if (!moves) {
                    assertThat(ports).as(what).anySatisfy(kept -> {
                        assertThat(kept.number()).isEqualTo(port.number());
                        assertThat(kept.protocol()).isEqualTo(port.protocol());
                        if (port.hostPort().isPresent()) {
                            assertThat(kept.hostPort()).isEqualTo(port.hostPort());
                        }
                    });
                }
            }
        }
    }

    /** As the API server demands of a pod on the host's network. */
    private static void assertOneNumber(String what, PodTemplateView pod) {
        pod.containers()
                .forEach(container -> assertThat(container.ports())
                        .as(what)
                        .allSatisfy(port -> assertThat(port.hostPort()).contains(port.number())));
    }

    private static void assertOnlyTheRangesWereUsed(HostPortParameters parameters, Admission.Edit edit) {
        Set<Integer> fixed = new HashSet<>();
        parameters.ports().forEach(wanted -> wanted.policy().hostPort().ifPresent(fixed::add));
        for (Admission.PortEdit one : edit.ports()) {
            int number = one.port().hostPort().orElseThrow();
            boolean inDefault = number >= 8000 && number <= 8011 && number != 8003;
            boolean inTools = number == 8080 || number == 8083 || number == 8084;
            boolean twin = parameters.ports().stream()
                    .anyMatch(wanted -> wanted.protocols().size() > 1);
            assertThat(inDefault || inTools || fixed.contains(number) || twin)
                    .as("%d is a number to give", number)
                    .isTrue();
        }
    }

    private static void assertServed(
            String what, HostPortPlugin plugin, PodTemplateView pod, HostPortParameters parameters) {
        Step<Void, Void> step = plugin.decide(
                Pods.held(
                        Pods.scheduled(pod, "n1", "10.0.0.1"),
                        Pods.node("n1", new NodeAddress("ExternalIP", "203.0.113.1"))),
                Goal.SERVE,
                Optional.of(parameters),
                Pods.nothingSeen());

        assertThat(step).as(what).isInstanceOf(Step.Reached.class);
        Addresses addresses = ((Step.Reached<Void, Void>) step).addresses();
        int wanted = parameters.ports().stream()
                .mapToInt(port -> port.protocols().size())
                .sum();
        assertThat(addresses.internal().get(0).ports()).as(what).hasSize(wanted);
        assertThat(addresses.external().stream()
                        .mapToInt(address -> address.ports().size())
                        .sum())
                .as(what)
                .isEqualTo(wanted);
    }
}
