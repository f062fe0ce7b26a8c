package io.berth.plugin.hostport;

import static io.berth.plugin.hostport.Plugins.edit;
import static io.berth.plugin.hostport.Plugins.listing;
import static io.berth.plugin.hostport.Plugins.plugin;
import static io.berth.plugin.hostport.Plugins.refusal;
import static io.berth.plugin.hostport.Pods.container;
import static io.berth.plugin.hostport.Pods.onHostNetwork;
import static io.berth.plugin.hostport.Pods.tcp;
import static io.berth.plugin.hostport.Pods.template;
import static io.berth.plugin.hostport.Pods.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.spi.Admission;
import io.berth.spi.Admission.PortEdit;
import io.berth.spi.Capacity;
import io.berth.spi.ContainerPort;
import io.berth.spi.ContainerView;
import io.berth.spi.PodTemplateView;
import io.berth.spi.Protocol;
import io.berth.spi.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HostPortAdmissionTest {
    private final HostPortPlugin plugin = plugin();
    private final CountingUsage usage = new CountingUsage(2);

    @Test
    void aListedPortGetsTheLowestFreeNumber() {
        assertThat(edit(plugin, template(container("gameserver")), usage, "gameserver:80")
                        .ports())
                .containsExactly(added("gameserver", tcp(80).onHost(8000)));
    }

    @Test
    void entriesForOneContainerAddUpWithDistinctNumbers() {
        assertThat(edit(plugin, template(container("game")), usage, "game:80", "game:81")
                        .ports())
                .containsExactly(added("game", tcp(80).onHost(8000)), added("game", tcp(81).onHost(8001)));
    }

    @Test
    void aDeclaredPortKeepsItsPlaceAndItsName() {
        ContainerPort declared = new ContainerPort(Optional.of("play"), 80, Protocol.UDP, Optional.empty());

        assertThat(edit(plugin, template(container("game", tcp(80), declared)), usage, "game:80/UDP")
                        .ports())
                .containsExactly(new PortEdit("game", Optional.of(declared), declared.onHost(8000)));
    }

    @Test
    void tcpAndUdpShareOneNumber() {
        assertThat(edit(plugin, template(container("game", udp(80))), usage, "game:80/TCPUDP")
                        .ports())
                .containsExactly(
                        added("game", tcp(80).onHost(8000)),
                        new PortEdit("game", Optional.of(udp(80)), udp(80).onHost(8000)));
    }

    @Test
    void sameAsHostListensAtTheHostPort() {
        assertThat(edit(plugin, template(container("game")), usage, "game:SameAsHost/UDP,SameAsHost/TCPUDP")
                        .ports())
                .containsExactly(
                        added("game", udp(8000).onHost(8000)),
                        added("game", tcp(8001).onHost(8001)),
                        added("game", udp(8001).onHost(8001)));
    }

    @Test
    void passthroughMovesTheDeclaredPort() {
        assertThat(edit(plugin, template(container("game", tcp(80))), usage, "game:80=Passthrough")
                        .ports())
                .containsExactly(
                        new PortEdit("game", Optional.of(tcp(80)), tcp(8000).onHost(8000)));
    }

    @Test
    void passthroughGetsNoNumberAtWhichThePodListensAlready() {
        assertThat(edit(
                                plugin,
                                template(container("game", tcp(8000)), container("side", tcp(8001))),
                                usage,
                                "game:SameAsHost,8002=None")
                        .ports())
                .containsExactly(added("game", tcp(8003).onHost(8003)));
    }

    @Test
    void aStaticNumberIsTakenAsItIsAndOnlyOthersAreDrawn() {
        assertThat(edit(
                                plugin,
                                template(container("game", tcp(80))),
                                usage,
                                "game:80=Static:9999,81,82=Static:8000,83=None")
                        .ports())
                .containsExactly(
                        new PortEdit("game", Optional.of(tcp(80)), tcp(80).onHost(9999)),
                        added("game", tcp(81).onHost(8001)),
                        added("game", tcp(82).onHost(8000)));
    }

    @Test
    void namedRangesAreKeptApart() {
        HostPortPlugin ranged = plugin("ranges.tools=9100-9101", "blocked=9100");

        assertThat(edit(ranged, template(container("game")), usage, "game:80,81=Dynamic:tools")
                        .ports())
                .containsExactly(added("game", tcp(80).onHost(8000)), added("game", tcp(81).onHost(9101)));
    }

    @Test
    void hostPortsOfTheUserAreNeverMovedAndNeverGivenTwice() {
        PodTemplateView pod = template(
                container("game", tcp(80).onHost(5000), udp(81).onHost(8000)), container("side", tcp(90).onHost(8001)));

        assertThat(edit(plugin, pod, usage, "game:80,82").ports()).containsExactly(added("game", tcp(82).onHost(8002)));
    }

    @Test
    void theOtherHalfOfAPairGetsTheNumberThatTheUserSet() {
        PodTemplateView pod = template(container("game", tcp(80).onHost(5000)));

        assertThat(edit(plugin, pod, usage, "game:80/TCPUDP").ports())
                .containsExactly(added("game", udp(80).onHost(5000)));
        assertThat(refusal(
                                plugin,
                                template(container("game", tcp(80).onHost(5000), udp(81).onHost(5000))),
                                usage,
                                "game:80/TCPUDP")
                        .problems())
                .containsExactly(
                        "ContainerPorts: port 80/TCP+UDP of container 'game' cannot have host port 5000/UDP, another"
                                + " port of the pod has it; choose another number");
    }

    @Test
    void aPodThatHasItsPortsIsLeftAsItIs() {
        for (PodTemplateView pod : List.of(
                template(container("game", tcp(80)), container("side")),
                onHostNetwork(container("game", tcp(80).onHost(80)), container("side")))) {
            HostPortParameters parameters = listing(
                    "game:80,81/UDP,SameAsHost/TCPUDP,SameAsHost,82=Passthrough", "side:7000=Static:7000,90=None");
            Admission.Edit first = plugin.admit(pod, parameters, usage)
                    .fold(
                            none -> {
                                throw new AssertionError("not edited");
                            },
                            edit -> edit,
                            refused -> {
                                throw new AssertionError(refused.toString());
                            });
            usage.admitted(first);

            assertThat(plugin.admit(Pods.with(pod, first), parameters, usage)).isEqualTo(Admission.none());
        }
    }

    @Test
    void aPodWithoutListedPortsIsLeftAsItIs() {
        assertThat(plugin.admit(template(container("game", tcp(80))), listing(), usage))
                .isEqualTo(Admission.none());
        assertThat(plugin.admit(template(container("game", tcp(80))), listing("game:80=None"), usage))
                .isEqualTo(Admission.none());
    }

    @Test
    void numbersAreReusedEvenlyAcrossPods() {
        HostPortPlugin small = plugin("ranges.default=8000-8002");
        Map<Integer, Integer> counts = new HashMap<>();
        for (int i = 0; i < 10; i++) {
            Admission.Edit edit = edit(small, template(container("game")), usage, "game:80");
            usage.admitted(edit);
            counts.merge(edit.ports().get(0).port().hostPort().orElseThrow(), 1, Integer::sum);
        }

        assertThat(counts).containsExactlyInAnyOrderEntriesOf(Map.of(8000, 4, 8001, 3, 8002, 3));
    }

    @Test
    void moreNodesThanANumberHasPodsLetItBeGivenAgain() {
        HostPortPlugin refusing = plugin("ranges.default=10-14", "whenFull=refuse");
        CountingUsage uneven = new CountingUsage(1)
                .use(Protocol.TCP, 10, 2)
                .use(Protocol.TCP, 11, 2)
                .use(Protocol.TCP, 12, 2);

        assertThat(edit(refusing, template(container("game")), uneven, "game:80")
                        .ports())
                .containsExactly(added("game", tcp(80).onHost(13)));
    }

    @Test
    void whenAllNodesAreFullThePodIsRefusedIfTheSettingSaysSo() {
        HostPortPlugin refusing = plugin("ranges.default=10-11", "whenFull=refuse");
        CountingUsage full = new CountingUsage(2).use(Protocol.TCP, 10, 2).use(Protocol.TCP, 11, 2);

        Admission.Refused refused = refusal(refusing, template(container("game")), full, "game:80");

        assertThat(refused.reason()).isEqualTo(Reason.POOL_FULL);
        assertThat(refused.problems())
                .containsExactly("every host port of range 'default' (10-11) that the pod could have is used by as many"
                        + " pods as there are schedulable nodes (2)");
        assertThat(edit(refusing, template(container("game")), full, "game:80/UDP")
                        .ports())
                .containsExactly(added("game", udp(80).onHost(10)));
    }

    @Test
    void whenAllNodesAreFullThePodIsGivenANumberByDefault() {
        HostPortPlugin pending = plugin("ranges.default=10-11");
        CountingUsage full = new CountingUsage(0).use(Protocol.TCP, 10, 5).use(Protocol.TCP, 11, 4);

        assertThat(edit(pending, template(container("game")), full, "game:80").ports())
                .containsExactly(added("game", tcp(80).onHost(11)));
    }

    @Test
    void capacityFollowsTheSchedulableNodes() {
        HostPortPlugin plugin =
                Plugins.plugin("ranges.default=8000-8002", "ranges.tools=9000-9009", "blocked=9000-9007");
        CountingUsage usage = new CountingUsage(2)
                .use(Protocol.TCP, 8000, 1)
                .use(Protocol.UDP, 8000, 1)
                .use(Protocol.UDP, 8001, 3)
                .use(Protocol.TCP, 9000, 1);

        assertThat(plugin.capacity(usage))
                .containsExactly(
                        new Capacity("range default (8000-8002)", 6, 4, 3),
                        new Capacity("range tools (9008-9009)", 4, 0, 4));
        assertThat(plugin.capacity(new CountingUsage(0)))
                .allSatisfy(none -> assertThat(none.places()).isZero());
    }

    @Test
    void morePortsThanTheRangeAreRefusedAtOnce() {
        HostPortPlugin small = plugin("ranges.default=10-12");

        Admission.Refused refused = refusal(small, template(container("game")), usage, "game:1,2,3,4,5");
        assertThat(refused.reason()).isEqualTo(Reason.BAD_PARAMETERS);
        assertThat(refused.problems())
                .containsExactly(
                        "ContainerPorts: 5 ports want a host port of range 'default' (10-12), which has 3; list"
                                + " fewer ports, or let the operator widen it");
        assertThat(refusal(
                                small,
                                template(container("game", tcp(80).onHost(11), tcp(81).onHost(9))),
                                usage,
                                "game:1,2,3")
                        .problems())
                .singleElement()
                .asString()
                .contains("which has 3, and the pod itself uses 1 of them otherwise");
    }

    @Test
    void everyProblemIsNamedAtOnce() {
        PodTemplateView pod =
                template(container("game", tcp(82).onHost(7000), tcp(83).onHost(7001)), container("side"));

        assertThat(refusal(
                                plugin,
                                pod,
                                usage,
                                "gmae:80",
                                "game:81=Dynamic:nope,82=Static:7777,83=Passthrough",
                                "side:84=Static:7001")
                        .problems())
                .containsExactlyInAnyOrder(
                        "ContainerPorts: the pod has no container 'gmae'; it has game, side",
                        "ContainerPorts: port 81/TCP of container 'game' asks for range 'nope', which is not configured;"
                                + " there are default",
                        "ContainerPorts: port 82/TCP of container 'game' has host port 7000 in the container, and its"
                                + " policy wants 7777; remove the host port or the policy",
                        "ContainerPorts: port 83/TCP of container 'game' has host port 7001 in the container, and its"
                                + " policy wants 83; remove the host port or the policy",
                        "ContainerPorts: port 84/TCP of container 'side' cannot have host port 7001/TCP, another port"
                                + " of the pod has it; choose another number");
    }

    @Test
    void onTheHostsNetworkADynamicPortMovesSinceTheDefaultedHostPortIsNotTheUsers() {
        PodTemplateView pod = onHostNetwork(container("game", tcp(80).onHost(80), udp(90).onHost(90)));

        Admission.Edit edit = edit(plugin, pod, usage, "game:80,81/UDP");

        assertThat(edit.ports())
                .containsExactly(
                        new PortEdit(
                                "game",
                                Optional.of(tcp(80).onHost(80)),
                                tcp(8000).onHost(8000)),
                        added("game", udp(8001).onHost(8001)));
    }

    @Test
    void onTheHostsNetworkADeclaredNumberOfTheRangeMovesToAnotherOne() {
        PodTemplateView pod = onHostNetwork(container("game", tcp(8000).onHost(8000)));
        HostPortParameters parameters = listing("game:8000");

        Admission.Edit edit = edit(plugin, pod, usage, "game:8000");

        assertThat(edit.ports())
                .containsExactly(new PortEdit(
                        "game", Optional.of(tcp(8000).onHost(8000)), tcp(8001).onHost(8001)));
        assertThat(plugin.admit(Pods.with(pod, edit), parameters, usage)).isEqualTo(Admission.none());
    }

    @Test
    void onTheHostsNetworkAStaticNumberIsTheContainersOwn() {
        PodTemplateView pod = onHostNetwork(container("game", tcp(7777).onHost(7777)));

        assertThat(plugin.admit(pod, listing("game:7777=Static:7777"), usage)).isEqualTo(Admission.none());
        assertThat(edit(plugin, pod, usage, "game:7778=Static:7778").ports())
                .containsExactly(added("game", tcp(7778).onHost(7778)));
        assertThat(refusal(plugin, pod, usage, "game:7777=Static:7000").problems())
                .containsExactly("ContainerPorts: port 7777/TCP of container 'game' cannot have host port 7000 on the"
                        + " host's network, where the two are one; list it as 7000=Static:7000");
    }

    @Test
    void onTheHostsNetworkNumbersOfOtherContainersAreAvoided() {
        PodTemplateView pod = onHostNetwork(
                container("game", tcp(80).onHost(80)),
                container("side", udp(8000).onHost(8000)));

        assertThat(edit(plugin, pod, usage, "game:80").ports())
                .containsExactly(new PortEdit(
                        "game", Optional.of(tcp(80).onHost(80)), tcp(8001).onHost(8001)));
    }

    @Test
    void anUnlistedPortOfTheRangeThatWouldBeMistakenForOursIsRefused() {
        PodTemplateView pod =
                onHostNetwork(container("game", tcp(80).onHost(80), tcp(8500).onHost(8500)));

        assertThat(refusal(plugin, pod, usage, "game:80").problems())
                .containsExactly("ContainerPorts: container 'game' has port 8500 at host port 8500, which belongs to"
                        + " range 'default' and is not listed; list it as 8500=Static:8500, or choose a number outside"
                        + " the range");
        assertThat(edit(plugin, pod, usage, "game:80,8500=Static:8500").ports()).hasSize(1);
    }

    @Test
    void manyPortsOfSeveralContainersAreDistinct() {
        List<String> entries = new ArrayList<>();
        List<ContainerView> containers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            containers.add(container("c" + i));
            entries.add("c%d:%d,%d/UDP,%d/TCPUDP".formatted(i, 100 + i, 200 + i, 300 + i));
        }

        Admission.Edit edit =
                edit(plugin, template(containers.toArray(ContainerView[]::new)), usage, entries.toArray(String[]::new));

        assertThat(edit.ports()).hasSize(80);
        assertThat(edit.ports().stream()
                        .map(one -> one.port().hostPort().orElseThrow())
                        .distinct())
                .hasSize(60);
    }

    @Test
    void hostileListsMakeShortMessages() {
        List<String> entries = new ArrayList<>();
        List<ContainerPort> ports = new ArrayList<>();
        for (int i = 1; i <= 20_000; i++) {
            entries.add("SameAsHost/SCTP");
            ports.add(tcp(40_000 + i).onHost(40_000 + i));
        }
        String[] unknown = new String[10_000];
        Arrays.setAll(unknown, i -> "c" + i + ":80");

        List<String> tooMany = refusal(
                        plugin,
                        template(container("game", ports.toArray(ContainerPort[]::new))),
                        usage,
                        "game:" + String.join(",", entries))
                .problems();
        List<String> strangers =
                refusal(plugin, template(container("game")), usage, unknown).problems();

        assertThat(tooMany)
                .singleElement()
                .asString()
                .contains("20000 ports want")
                .hasSizeLessThan(200);
        assertThat(strangers).hasSize(50);
    }

    private static PortEdit added(String container, ContainerPort port) {
        return new PortEdit(container, Optional.empty(), port);
    }
}
