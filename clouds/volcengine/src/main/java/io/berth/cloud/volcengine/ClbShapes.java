package io.berth.cloud.volcengine;

import io.berth.spi.cloud.loadbalancer.HealthCheck;
import io.berth.spi.cloud.loadbalancer.Shape;
import io.berth.spi.cloud.loadbalancer.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a CLB can make of a shape, by Volcengine's reference of CreateListener and the docs of its Terraform provider. */
final class ClbShapes {
    private ClbShapes() {}

    static List<String> problems(Shape shape, Transport transport) {
        List<String> problems = new ArrayList<>();
        shape.healthCheck().ifPresent(check -> {
            if (check.kind() == HealthCheck.Kind.HTTP) {
                problems.add("a health check by HTTP is not to be had for a TCP or UDP listener of Volcengine;"
                        + " give the check of the transport");
            }
            seconds(problems, "the health check's interval", check.interval(), 1, 300);
            seconds(problems, "the health check's timeout", check.timeout(), 1, 60);
            count(problems, "the health check's healthy threshold", check.healthyThreshold());
            count(problems, "the health check's unhealthy threshold", check.unhealthyThreshold());
        });
        boolean udp = transport == Transport.UDP;
        shape.idleTimeout()
                .ifPresent(idle -> seconds(
                        problems,
                        "the idle timeout of a %s listener".formatted(transport),
                        idle,
                        udp ? 1 : 10,
                        udp ? 300 : 900));
        shape.connectionDrain().ifPresent(drain -> seconds(problems, "the connection drain", drain, 0, 900));
        return problems;
    }

    private static void seconds(List<String> problems, String what, Duration value, int min, int max) {
        if (value.compareTo(Duration.ofSeconds(min)) < 0
                || value.compareTo(Duration.ofSeconds(max)) > 0
                || value.toMillisPart() != 0) {
            problems.add("%s is %s; give whole seconds from %d to %d"
                    .formatted(what, value.toMillisPart() == 0 ? value.toSeconds() + "s" : value, min, max));
        }
    }

    private static void count(List<String> problems, String what, int value) {
        if (value < 2 || value > 10) {
            problems.add("%s is %d; give 2 to 10".formatted(what, value));
        }
    }

    static Parameters add(Parameters parameters, Shape shape) {
        parameters.with("HealthCheck.Enabled", shape.healthCheck().isPresent() ? "on" : "off");
        shape.healthCheck().ifPresent(check -> {
            parameters
                    .with("HealthCheck.Interval", check.interval())
                    .with("HealthCheck.Timeout", check.timeout())
                    .with("HealthCheck.HealthyThreshold", check.healthyThreshold())
                    .with("HealthCheck.UnhealthyThreshold", check.unhealthyThreshold());
            check.port().ifPresent(port -> parameters.with("HealthCheck.Port", port));
        });
        shape.idleTimeout().ifPresent(idle -> parameters.with("EstablishedTimeout", idle));
        parameters.with("ConnectionDrainEnabled", shape.connectionDrain().isPresent() ? "on" : "off");
        shape.connectionDrain().ifPresent(drain -> parameters.with("ConnectionDrainTimeout", drain));
        return parameters;
    }
}
