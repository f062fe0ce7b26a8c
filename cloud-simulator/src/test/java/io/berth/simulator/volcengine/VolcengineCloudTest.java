package io.berth.simulator.volcengine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the changes do, and how long. */
final class VolcengineCloudTest extends InRegion {
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
