package io.berth.simulator.volcengine;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;

/** A region with one balancer, and how it is asked. */
abstract class InRegion {
    static final VolcengineRules RULES = VolcengineRules.USUAL
            .withLock(Duration.ofSeconds(3))
            .withListDelay(Duration.ZERO)
            .withListenersPerBalancer(4)
            .withGroupsPerBalancer(5);

    final AtomicLong nanos = new AtomicLong();
    VolcengineCloud cloud = cloud(RULES);
    Asking asking = new Asking(cloud, "AK", "cn-beijing");

    @BeforeEach
    void begin() {
        use(RULES);
    }

    final void use(VolcengineRules rules) {
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

    final void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    final String group() {
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

    final Asking.Answer listen(String group, String protocol, int port, String... more) {
        List<String> parameters = new ArrayList<>(
                List.of("LoadBalancerId", "clb-1", "Protocol", protocol, "Port", "" + port, "ServerGroupId", group));
        parameters.addAll(List.of(more));
        return asking.ask("CreateListener", parameters.toArray(String[]::new));
    }

    final String status() {
        return asking.ask("DescribeLoadBalancerAttributes", "LoadBalancerId", "clb-1")
                .result()
                .get("Status")
                .asText();
    }

    static List<String> ids(JsonNode result, String list, String field) {
        List<String> ids = new ArrayList<>();
        result.get(list).forEach(item -> ids.add(item.get(field).asText()));
        return ids;
    }
}
