package io.berth.simulator.volcengine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.simulator.VendorRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How it has to be asked, and what it tells. */
final class VolcengineRequestsTest extends InRegion {
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
}
