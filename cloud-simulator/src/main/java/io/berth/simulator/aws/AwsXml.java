package io.berth.simulator.aws;

import io.berth.simulator.VendorReply;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** What the query protocol answers with. */
final class AwsXml {
    private static final String NAMESPACE = "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/";

    private AwsXml() {}

    static VendorReply reply(String action, String result, String requestId) {
        return VendorReply.xml(
                200,
                "<%1$sResponse xmlns=\"%2$s\">%3$s%4$s</%1$sResponse>"
                        .formatted(
                                action,
                                NAMESPACE,
                                inside(action + "Result", result),
                                inside("ResponseMetadata", element("RequestId", requestId))));
    }

    static VendorReply error(AwsFault fault, String requestId) {
        String error = element("Type", fault.status() < 500 ? "Sender" : "Receiver")
                + element("Code", fault.code())
                + element("Message", fault.text());
        return VendorReply.xml(
                fault.status(),
                "<ErrorResponse xmlns=\"%s\">%s%s</ErrorResponse>"
                        .formatted(NAMESPACE, inside("Error", error), element("RequestId", requestId)));
    }

    static String element(String name, Object value) {
        return inside(name, escaped(String.valueOf(value)));
    }

    static String inside(String name, String inner) {
        return "<" + name + ">" + inner + "</" + name + ">";
    }

    static <T> String list(String name, Iterable<T> items, Function<T, String> item) {
        StringBuilder members = new StringBuilder();
        items.forEach(one -> members.append(inside("member", item.apply(one))));
        return inside(name, members.toString());
    }

    static String tags(String arn, Map<String, String> tags) {
        return element("ResourceArn", arn)
                + list(
                        "Tags",
                        new TreeMap<>(tags).entrySet(),
                        tag -> element("Key", tag.getKey()) + element("Value", tag.getValue()));
    }

    static String balancer(AwsState.Balancer balancer) {
        return element("LoadBalancerArn", balancer.arn())
                + element("DNSName", balancer.dnsName())
                + element("CanonicalHostedZoneId", "Z26RNL4JYFTOTI")
                + element("CreatedTime", "2026-01-01T00:00:00.000Z")
                + element("LoadBalancerName", balancer.name())
                + element("Scheme", "internet-facing")
                + element("VpcId", balancer.vpcId())
                + inside("State", element("Code", lower(balancer.status())))
                + element("Type", balancer.type())
                + element("IpAddressType", "ipv4");
    }

    private static String lower(AwsState.Status status) {
        return switch (status) {
            case PROVISIONING -> "provisioning";
            case ACTIVE -> "active";
            case ACTIVE_IMPAIRED -> "active_impaired";
            case FAILED -> "failed";
        };
    }

    static String listener(AwsState.Listener listener) {
        return element("ListenerArn", listener.arn())
                + element("LoadBalancerArn", listener.balancerArn())
                + element("Port", listener.port())
                + element("Protocol", listener.protocol())
                + list("DefaultActions", List.of(listener), AwsXml::action);
    }

    /** The ARN of the group stands by itself only where there is one. */
    private static String action(AwsState.Listener listener) {
        List<String> groups = listener.groupArns();
        String one = groups.size() == 1 ? element("TargetGroupArn", groups.get(0)) : "";
        String all = list("TargetGroups", groups, arn -> element("TargetGroupArn", arn) + element("Weight", 1));
        return element("Type", "forward") + one + inside("ForwardConfig", all);
    }

    static String group(AwsState.Group group, List<String> balancers) {
        AwsCheck check = group.check();
        return element("TargetGroupArn", group.arn())
                + element("TargetGroupName", group.name())
                + element("Protocol", group.protocol())
                + element("Port", group.port())
                + element("VpcId", group.vpcId())
                + element("HealthCheckProtocol", check.protocol())
                + element("HealthCheckPort", check.port())
                + element("HealthCheckEnabled", true)
                + element("HealthCheckIntervalSeconds", check.interval())
                + element("HealthCheckTimeoutSeconds", check.timeout())
                + element("HealthyThresholdCount", check.healthy())
                + element("UnhealthyThresholdCount", check.unhealthy())
                + (check.path().isEmpty()
                        ? ""
                        : element("HealthCheckPath", check.path()) + inside("Matcher", element("HttpCode", "200-399")))
                + list("LoadBalancerArns", balancers, AwsXml::escaped)
                + element("TargetType", "ip")
                + element("IpAddressType", "ipv4");
    }

    static String target(AwsState.Place place, AwsHealth health) {
        return inside(
                        "Target",
                        element("Id", place.ip())
                                + element("Port", place.port())
                                + element("AvailabilityZone", "us-east-1a"))
                + element("HealthCheckPort", place.port())
                + inside(
                        "TargetHealth",
                        element("State", health.state())
                                + health.reason()
                                        .map(reason -> element("Reason", reason))
                                        .orElse(""));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
