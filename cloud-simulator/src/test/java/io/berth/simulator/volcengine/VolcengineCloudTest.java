package io.berth.simulator.volcengine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.simulator.VendorRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VolcengineCloudTest {
    private static final VolcengineRules RULES = VolcengineRules.USUAL
            .withLock(Duration.ofSeconds(3))
            .withListDelay(Duration.ZERO)
            .withListenersPerBalancer(4)
            .withGroupsPerBalancer(5);

    private final AtomicLong nanos = new AtomicLong();
    private VolcengineCloud cloud = cloud(RULES);
    private Asking asking = new Asking(cloud, "AK", "cn-beijing");

    @BeforeEach
    void begin() {
        use(RULES);
    }

    private void use(VolcengineRules rules) {
        cloud = cloud(rules);
        asking = new Asking(cloud, "AK", "cn-beijing");
    }

    private VolcengineCloud cloud(VolcengineRules rules) {
        VolcengineCloud made = new VolcengineCloud(rules, nanos::get, new Random(1));
        made.know("AK");
        made.hands().put(Clb.active("clb-1", "203.0.113.1", "10.0.0.1"));
        made.hands().attach("eni-1", "vpc-1", "10.1.0.1");
        made.hands().attach("eni-1", "vpc-1", "10.1.0.2");
        return made;
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private String group() {
        String id = asking.ask(
                        "CreateServerGroup",
                        "LoadBalancerId",
                        "clb-1",
                        "Servers.1.Type",
                        "eni",
                        "Servers.1.InstanceId",
                        "eni-1",
                        "Servers.1.Ip",
                        "10.1.0.2",
                        "Servers.1.Port",
                        "7777",
                        "Servers.1.Description",
                        "berth-1",
                        "Tags.1.Key",
                        "owner",
                        "Tags.1.Value",
                        "us")
                .result()
                .get("ServerGroupId")
                .asText();
        pass(RULES.lock());
        return id;
    }

    private Asking.Answer listen(String group, String protocol, int port, String... more) {
        List<String> parameters = new ArrayList<>(
                List.of("LoadBalancerId", "clb-1", "Protocol", protocol, "Port", "" + port, "ServerGroupId", group));
        parameters.addAll(List.of(more));
        return asking.ask("CreateListener", parameters.toArray(String[]::new));
    }

    private String status() {
        return asking.ask("DescribeLoadBalancerAttributes", "LoadBalancerId", "clb-1")
                .result()
                .get("Status")
                .asText();
    }

    private static List<String> ids(JsonNode result, String list, String field) {
        List<String> ids = new ArrayList<>();
        result.get(list).forEach(item -> ids.add(item.get(field).asText()));
        return ids;
    }

    @Test
    void changeClosesTheWholeBalancer() {
        String group = group();
        String listener = listen(group, "UDP", 7000).result().get("ListenerId").asText();

        assertThat(status()).isEqualTo("Configuring");
        assertThat(asking.ask("DescribeListenerAttributes", "ListenerId", listener)
                        .result()
                        .get("Status")
                        .asText())
                .isEqualTo("Creating");
        assertThat(cloud.answering("203.0.113.1", "UDP", 7000)).isEmpty();
        assertThat(listen(group, "UDP", 7001).codeAndStatus()).isEqualTo("400 InvalidLoadBalancer.InvalidStatus");

        pass(RULES.lock());
        assertThat(status()).isEqualTo("Active");
        assertThat(asking.ask("DescribeListeners", "LoadBalancerId", "clb-1")
                        .result()
                        .at("/Listeners/0/Status")
                        .asText())
                .isEqualTo("Active");
        assertThat(cloud.answering("203.0.113.1", "UDP", 7000))
                .extracting(Backend::ip)
                .containsExactly("10.1.0.2");
        assertThat(cloud.answering("10.0.0.1", "UDP", 7000)).hasSize(1);
        assertThat(cloud.answering("203.0.113.1", "TCP", 7000)).isEmpty();
        assertThat(cloud.answering("203.0.113.1", "UDP", 7001)).isEmpty();
    }

    @Test
    void deletedListenerTakesTrafficUntilTheBalancerIsOpenAgain() {
        String group = group();
        String listener = listen(group, "TCP", 80).result().get("ListenerId").asText();
        pass(RULES.lock());

        asking.ask("DeleteListener", "ListenerId", listener).result();
        assertThat(asking.ask("DescribeListeners", "LoadBalancerId", "clb-1")
                        .result()
                        .at("/Listeners/0/Status")
                        .asText())
                .isEqualTo("Deleting");
        assertThat(cloud.answering("203.0.113.1", "TCP", 80)).hasSize(1);

        pass(RULES.lock());
        assertThat(asking.ask("DescribeListenerAttributes", "ListenerId", listener)
                        .codeAndStatus())
                .isEqualTo("404 InvalidListener.NotFound");
        assertThat(cloud.answering("203.0.113.1", "TCP", 80)).isEmpty();
        assertThat(listen(group, "TCP", 80).code()).isEmpty();
    }

    @Test
    void tcpAndUdpShareANumberAndNoOthersDo() {
        String group = group();
        listen(group, "TCP", 80).result();
        pass(RULES.lock());
        listen(group, "UDP", 80).result();
        pass(RULES.lock());

        assertThat(listen(group, "UDP", 80).codeAndStatus()).isEqualTo("400 InvalidListener.Duplicate");
        assertThat(listen(group, "HTTP", 80).code()).isEqualTo("InvalidListener.Duplicate");
        assertThat(listen(group, "UDP", 0, "StartPort", "70", "EndPort", "90").code())
                .isEqualTo("InvalidListener.Duplicate");
        listen(group, "UDP", 0, "StartPort", "81", "EndPort", "90").result();
        pass(RULES.lock());
        assertThat(cloud.answering("203.0.113.1", "UDP", 85)).hasSize(1);
    }

    @Test
    void groupInUseStays() {
        String group = group();
        String listener = listen(group, "TCP", 80).result().get("ListenerId").asText();
        pass(RULES.lock());
        assertThat(asking.ask("DeleteServerGroup", "ServerGroupId", group).codeAndStatus())
                .isEqualTo("400 InvalidServerGroupListener.InUse");

        asking.ask("DeleteListener", "ListenerId", listener).result();
        pass(RULES.lock());
        asking.ask("DeleteServerGroup", "ServerGroupId", group).result();
        assertThat(asking.ask("DescribeServerGroupAttributes", "ServerGroupId", group)
                        .codeAndStatus())
                .isEqualTo("404 InvalidServerGroup.NotFound");
    }

    @Test
    void quotasAreKept() {
        String group = group();
        for (int i = 0; i < 4; i++) {
            listen(group, "TCP", 80 + i).result();
            pass(RULES.lock());
            group();
        }
        assertThat(listen(group, "TCP", 90).codeAndStatus()).isEqualTo("400 QuotaExceeded.Listener");
        assertThat(asking.ask("CreateServerGroup", "LoadBalancerId", "clb-1").codeAndStatus())
                .isEqualTo("400 QuotaExceeded.ServerGroup");
    }

    @Test
    void serversComeAndGo() {
        String group = group();
        String[] server = {
            "ServerGroupId",
            group,
            "Servers.1.Type",
            "eni",
            "Servers.1.InstanceId",
            "eni-1",
            "Servers.1.Port",
            "7777",
            "Servers.1.Weight",
            "0"
        };
        String id = asking.ask("AddServerGroupBackendServers", server)
                .result()
                .at("/ServerIds/0")
                .asText();
        pass(RULES.lock());
        JsonNode shown = asking.ask("DescribeServerGroupAttributes", "ServerGroupId", group)
                .result();
        assertThat(shown.at("/Servers/1/Ip").asText()).as("the primary one").isEqualTo("10.1.0.1");
        assertThat(shown.at("/Servers/0/Description").asText()).isEqualTo("berth-1");
        assertThat(shown.get("LoadBalancerId").asText()).isEqualTo("clb-1");
        assertThat(shown.at("/Tags/0/Value").asText()).isEqualTo("us");
        assertThat(asking.ask("AddServerGroupBackendServers", server).code()).isEqualTo("InvalidServer.Duplicate");

        asking.ask("RemoveServerGroupBackendServers", "ServerGroupId", group, "ServerIds.1", id)
                .result();
        pass(RULES.lock());
        assertThat(asking.ask("RemoveServerGroupBackendServers", "ServerGroupId", group, "ServerIds.1", id)
                        .code())
                .isEqualTo("InvalidServerGroup.ServerMismatch");
    }

    @ParameterizedTest
    @CsvSource({
        "Type, cow, InvalidParameter.Type",
        "Type, ip, InvalidParameter.Servers.Type",
        "ServerGroupName, /k8s, InvalidParameter.ServerGroupName",
        "Description, a/b, InvalidParameter.Description",
        "Servers.1.Ip, 10.9.9.9, InvalidInstance.IpMismatch",
        "Servers.1.InstanceId, eni-9, InvalidInstance.NotFound",
        "Servers.1.InstanceId, '', MissingParameter",
        "Servers.1.Port, 0, InvalidParameter.Servers.Port",
        "Servers.1.Port, x, InvalidParameter.Servers.Port",
        "Servers.1.Weight, 101, InvalidParameter.Servers.Weight",
        "Servers.1.Description, a:b, InvalidParameter.Servers.Description",
        "Servers.1.Wait, 1, InvalidParameter.Servers.Wait",
        "LoadBalancerId, clb-9, InvalidLoadBalancer.NotFound",
        "LoadBalancerId, '', MissingParameter",
        "Tags.1.Value, 1, InvalidParameter.Tags",
    })
    void groupIsAskedForAsWritten(String name, String value, String code) {
        Map<String, String> good = Map.of(
                "LoadBalancerId", "clb-1",
                "Servers.1.Type", "eni",
                "Servers.1.InstanceId", "eni-1",
                "Servers.1.Ip", "10.1.0.1",
                "Servers.1.Port", "7777",
                "Tags.1.Key", "a",
                "Tags.2.Key", "b");
        List<String> parameters = new ArrayList<>();
        good.forEach((key, text) -> parameters.addAll(List.of(key, text)));
        parameters.addAll(List.of(name, value));
        if (name.startsWith("Tags")) {
            parameters.addAll(List.of("Tags.2.Key", "a"));
        }
        assertThat(asking.ask("CreateServerGroup", parameters.toArray(String[]::new))
                        .code())
                .isEqualTo(code);
        assertThat(cloud.truth().balancer("clb-1").groups()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Protocol, SCTP, InvalidParameter.Protocol",
        "Port, 65536, InvalidParameter.Port",
        "Port, 0, MissingParameter",
        "ServerGroupId, rsp-9, InvalidServerGroup.NotFound",
        "Scheduler, random, InvalidParameter.Scheduler",
        "Enabled, yes, InvalidParameter.Enabled",
        "EstablishedTimeout, 301, InvalidParameter.EstablishedTimeout",
        "ConnectionDrainEnabled, on, MissingParameter",
        "HealthCheck.Interval, 301, InvalidParameter.HealthCheck.Interval",
        "HealthCheck.Timeout, 61, InvalidParameter.HealthCheck.Timeout",
        "HealthCheck.HealthyThreshold, 1, InvalidParameter.HealthCheck.HealthyThreshold",
        "HealthCheck.UnHealthyThreshold, 3, InvalidParameter.HealthCheck.UnHealthyThreshold",
        "HealthCheck.UdpRequest, hi, MissingParameter",
        "HealthCheck.URI, /, InvalidParameter.HealthCheck.URI",
    })
    void listenerIsAskedForAsWritten(String name, String value, String code) {
        String group = group();
        assertThat(listen(group, "UDP", 7000, name, value).code()).isEqualTo(code);
    }

    @Test
    void pagesAreNumberedAndSmall() {
        for (int i = 0; i < 12; i++) {
            cloud.hands().putListener("clb-1", "TCP", 100 + i, 100 + i, Map.of());
        }
        JsonNode first =
                asking.ask("DescribeListeners", "LoadBalancerId", "clb-1").result();
        assertThat(first.get("Listeners")).hasSize(10);
        assertThat(first.get("TotalCount").asInt()).isEqualTo(12);
        JsonNode second = asking.ask("DescribeListeners", "LoadBalancerId", "clb-1", "PageNumber", "2")
                .result();
        assertThat(second.get("Listeners")).hasSize(2);
        assertThat(asking.ask("DescribeListeners", "LoadBalancerId", "clb-1", "PageSize", "101")
                        .code())
                .isEqualTo("InvalidParameter.PageSize");
        String one = second.at("/Listeners/0/ListenerId").asText();
        assertThat(ids(
                        asking.ask("DescribeListeners", "LoadBalancerId", "clb-1", "ListenerIds.1", one)
                                .result(),
                        "Listeners",
                        "ListenerId"))
                .containsExactly(one);
    }

    @Test
    void listsAreLateAndReadsByIdAreNot() {
        use(VolcengineRules.INSTANT.withListDelay(Duration.ofSeconds(5)));
        pass(Duration.ofSeconds(60));
        String group = cloud.hands().putGroup("clb-1", Map.of());
        boolean seenLate = false;
        for (int i = 0; i < 20; i++) {
            seenLate |= ids(
                            asking.ask("DescribeServerGroups", "LoadBalancerId", "clb-1")
                                    .result(),
                            "ServerGroups",
                            "ServerGroupId")
                    .isEmpty();
            assertThat(asking.ask("DescribeServerGroupAttributes", "ServerGroupId", group)
                            .code())
                    .isEmpty();
        }
        assertThat(seenLate).isTrue();
        pass(Duration.ofSeconds(5));
        for (int i = 0; i < 20; i++) {
            assertThat(ids(
                            asking.ask("DescribeServerGroups", "LoadBalancerId", "clb-1")
                                    .result(),
                            "ServerGroups",
                            "ServerGroupId"))
                    .containsExactly(group);
        }
    }

    @Test
    void whoAsksIsChecked() {
        VendorRequest good = Asking.request("AK", "cn-beijing", "DescribeListeners", "LoadBalancerId", "clb-1");
        assertThat(asking.send(good).status()).isEqualTo(200);
        assertThat(asking.send(new VendorRequest("GET", "/", good.query(), Map.of(), ""))
                        .codeAndStatus())
                .isEqualTo("401 MissingAuthenticationToken");
        assertThat(asking.send(new VendorRequest("GET", "/", good.query(), Map.of("Authorization", "Basic x"), ""))
                        .codeAndStatus())
                .isEqualTo("401 InvalidAuthorization");
        Map<String, String> undated = Asking.headers("AK", "cn-beijing", "clb");
        undated.remove("X-Date");
        assertThat(asking.send(new VendorRequest("GET", "/", good.query(), undated, ""))
                        .code())
                .isEqualTo("InvalidTimestamp");
        assertThat(new Asking(cloud, "XX", "cn-beijing")
                        .ask("DescribeListeners")
                        .codeAndStatus())
                .isEqualTo("401 InvalidAccessKey");

        cloud.know("STS", "token");
        assertThat(new Asking(cloud, "STS", "cn-beijing")
                        .ask("DescribeListeners")
                        .codeAndStatus())
                .isEqualTo("401 InvalidSecretToken");
        cloud.deny("DescribeListeners");
        assertThat(asking.send(good).codeAndStatus()).isEqualTo("403 AccessDenied");
        cloud.permit("DescribeListeners");
        assertThat(asking.send(good).code()).isEmpty();
        cloud.forget("AK");
        assertThat(asking.send(good).code()).isEqualTo("InvalidAccessKey");
    }

    @Test
    void onlyWhatThereIsCanBeAskedFor() {
        assertThat(asking.ask("DescribeCows").codeAndStatus()).isEqualTo("404 InvalidActionOrVersion");
        VendorRequest posted = new VendorRequest(
                "POST",
                "/",
                Map.of("Action", "DescribeListeners", "Version", "2020-04-01"),
                Asking.headers("AK", "cn-beijing", "clb"),
                "");
        assertThat(asking.send(posted).code()).isEqualTo("InvalidActionOrVersion");
        Asking elsewhere = new Asking(cloud, "AK", "cn-shanghai");
        assertThat(elsewhere
                        .ask("DescribeLoadBalancerAttributes", "LoadBalancerId", "clb-1")
                        .codeAndStatus())
                .isEqualTo("404 InvalidLoadBalancer.NotFound");
        assertThat(elsewhere.ask("CreateServerGroup", "LoadBalancerId", "clb-1").code())
                .isEqualTo("InvalidLoadBalancer.NotFound");
    }

    @Test
    void peopleDoAsTheyLike() {
        Hands hands = cloud.hands();
        String group = hands.putGroup("clb-1", Map.of());
        String backend = hands.putBackend(group, "eni-1", "10.1.0.1", 80, "by hand");
        hands.deleteBackend(group, backend);
        String listener = hands.putListener("clb-1", "UDP", 100, 200, Map.of("a", "b"));
        JsonNode shown =
                asking.ask("DescribeListenerAttributes", "ListenerId", listener).result();
        assertThat(shown.get("Port").asInt()).isZero();
        assertThat(shown.get("EndPort").asInt()).isEqualTo(200);
        hands.deleteListener(listener);
        hands.deleteGroup(group);
        assertThat(cloud.truth().balancer("clb-1").listeners()).isEmpty();

        hands.setStatus("clb-1", "Inactive", "");
        assertThat(status()).isEqualTo("Inactive");
        hands.setStatus("clb-1", "Active", "financial");
        assertThat(asking.ask("CreateServerGroup", "LoadBalancerId", "clb-1").code())
                .isEqualTo("InvalidLoadBalancer.InvalidStatus");
        hands.put(Clb.active("clb-2", "", "10.0.0.2").managed());
        assertThat(asking.ask("CreateServerGroup", "LoadBalancerId", "clb-2").codeAndStatus())
                .isEqualTo("403 InvalidResourceType.ServcieManaged");
        hands.deleteBalancer("clb-2");
        assertThat(cloud.truth().balancers()).containsOnlyKeys("clb-1");
        assertThatThrownBy(() -> hands.deleteListener("lsn-9")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void healthIsKnownAfterTheFirstCheck() {
        String group = group();
        String listener = listen(group, "UDP", 7000, "HealthCheck.Enabled", "on", "HealthCheck.Interval", "10")
                .result()
                .get("ListenerId")
                .asText();
        assertThat(asking.ask("DescribeListenerHealth", "ListenerId", listener)
                        .result()
                        .get("Results"))
                .isEmpty();
        pass(Duration.ofSeconds(10));
        assertThat(health(listener)).isEqualTo("Up");
        cloud.hands().setWell("10.1.0.2", false);
        assertThat(health(listener)).isEqualTo("Down");
        cloud.hands().setWell("10.1.0.2", true);
        assertThat(health(listener)).isEqualTo("Up");
        cloud.hands().detach("eni-1", "10.1.0.2");
        assertThat(health(listener)).isEqualTo("Down");
    }

    private String health(String listener) {
        return asking.ask("DescribeListenerHealth", "ListenerId", listener)
                .result()
                .at("/Results/0/Status")
                .asText();
    }

    @Test
    void interfacesAreFoundByIp() {
        cloud.hands().attach("eni-2", "vpc-2", "10.1.0.2");
        assertThat(ids(
                        asking.ask("DescribeNetworkInterfaces", "PrivateIpAddresses.1", "10.1.0.2")
                                .result(),
                        "NetworkInterfaceSets",
                        "NetworkInterfaceId"))
                .containsExactlyInAnyOrder("eni-1", "eni-2");
        JsonNode one = asking.ask("DescribeNetworkInterfaces", "PrivateIpAddresses.1", "10.1.0.2", "VpcId", "vpc-1")
                .result();
        assertThat(one.get("TotalCount").asInt()).isEqualTo(1);
        assertThat(one.at("/NetworkInterfaceSets/0/PrivateIpSets/PrivateIpSet/1/PrivateIpAddress")
                        .asText())
                .isEqualTo("10.1.0.2");
    }

    @Test
    void errorsCanComeInside200() {
        use(RULES.withErrorsInside200());
        assertThat(asking.ask("DeleteListener", "ListenerId", "lsn-9").codeAndStatus())
                .isEqualTo("200 InvalidListener.NotFound");
    }

    @Test
    void sameSeedSameAnswers() {
        List<String> first = run();
        List<String> second = run();
        assertThat(first).isEqualTo(second).hasSize(12);
    }

    private List<String> run() {
        nanos.set(0);
        use(VolcengineRules.USUAL);
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            all.add(asking.ask("CreateServerGroup", "LoadBalancerId", "clb-1")
                    .json()
                    .toString());
            pass(Duration.ofMillis(700));
            all.add(asking.ask("DescribeServerGroups", "LoadBalancerId", "clb-1")
                    .json()
                    .toString());
        }
        return all;
    }
}
