package io.berth.simulator.volcengine;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** What CreateListener takes. */
final class ListenerRequest {
    private static final List<String> SWITCH = List.of("on", "off");

    private ListenerRequest() {}

    static ClbListener read(Query query, String id, long activeAt) {
        String protocol = query.oneOf("Protocol", List.of("TCP", "UDP", "HTTP", "HTTPS"));
        boolean layerFour = protocol.equals("TCP") || protocol.equals("UDP");
        int port = query.number("Port", layerFour ? 0 : 1, 65_535);
        int start = port == 0 ? query.number("StartPort", 1, 65_535) : 0;
        int end = port == 0 ? query.number("EndPort", start + 1, 65_535) : 0;
        String group = query.required("ServerGroupId");
        String name = query.name("ListenerName", protocol + "-" + port);
        query.description("Description");
        query.oneOf("Scheduler", List.of("wrr", "wlc", "sh"), "wrr");
        checkTimes(query, protocol);
        checkHealth(query, layerFour, protocol);
        boolean enabled = query.oneOf("Enabled", SWITCH, "on").equals("on");
        Map<String, String> tags = query.tags();
        return new ClbListener(
                id,
                name,
                protocol,
                port,
                start,
                end,
                group,
                enabled,
                query.given(""),
                tags,
                activeAt,
                OptionalLong.empty());
    }

    private static void checkTimes(Query query, String protocol) {
        if (protocol.equals("UDP")) {
            query.number("EstablishedTimeout", 1, 300, 90);
        } else {
            query.number("EstablishedTimeout", 10, 900, 900);
        }
        boolean drains = query.oneOf("ConnectionDrainEnabled", SWITCH, "off").equals("on");
        if (drains) {
            query.number("ConnectionDrainTimeout", 0, 900);
        }
    }

    private static void checkHealth(Query query, boolean layerFour, String protocol) {
        query.oneOf("HealthCheck.Enabled", SWITCH, "on");
        query.number("HealthCheck.Interval", 1, 300, 2);
        query.number("HealthCheck.Timeout", 1, 60, 2);
        query.number("HealthCheck.HealthyThreshold", 2, 10, 3);
        query.number("HealthCheck.UnhealthyThreshold", 2, 10, 3);
        query.number("HealthCheck.Port", 1, 65_535, 1);
        boolean asksUdp = query.text("HealthCheck.UdpRequest").isPresent();
        if (asksUdp != query.text("HealthCheck.UdpExpect").isPresent()) {
            throw Refusal.missing(asksUdp ? "HealthCheck.UdpExpect" : "HealthCheck.UdpRequest");
        }
        if (asksUdp && !protocol.equals("UDP")) {
            throw Refusal.parameter("HealthCheck.UdpRequest", protocol);
        }
        if (layerFour && query.text("HealthCheck.URI").isPresent()) {
            throw Refusal.parameter("HealthCheck.URI", protocol);
        }
    }
}
