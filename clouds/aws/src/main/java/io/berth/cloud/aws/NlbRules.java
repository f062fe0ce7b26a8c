package io.berth.cloud.aws;

import io.berth.spi.cloud.loadbalancer.HealthCheck;
import io.berth.spi.cloud.loadbalancer.LoadBalancerRules;
import io.berth.spi.cloud.loadbalancer.LoadBalancerRules.BothOnOne;
import io.berth.spi.cloud.loadbalancer.Shape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** In what network load balancers differ from other vendors' balancers. */
final class NlbRules {
    /** By AWS's reference of DescribeTags. */
    private static final int TAGS_AT_ONCE = 20;

    /** By AWS's page on the quotas of network load balancers, where it cannot be raised. */
    private static final int LISTENERS = 50;

    /** AWS publishes no lock on a balancer; a few at once are what the rates leave room for. */
    private static final int WRITES_AT_ONCE = 4;

    private static final String CONNECTION_DRAIN =
            "connection drain %s cannot be set on AWS when a target group is made; leave it out. A target that goes drains"
                    + " for the group's deregistration_delay.timeout_seconds: 300 s unless you change it on the group";

    private static final String IDLE_TIMEOUT =
            "idle timeout %s cannot be set on AWS when a listener is made; leave it out. It is 120 s for UDP, and 350 s"
                    + " for TCP unless you change tcp.idle_timeout.seconds on the listener";

    static final LoadBalancerRules RULES = rules();

    private NlbRules() {}

    private static LoadBalancerRules rules() {
        boolean bindsAtCreate = false;
        boolean startsListeners = false;
        boolean namesInterfaces = false;
        boolean healthByListener = false;
        int interfacesAtOnce = 1;
        return new LoadBalancerRules(
                BothOnOne.JOINED,
                bindsAtCreate,
                startsListeners,
                namesInterfaces,
                healthByListener,
                TAGS_AT_ONCE,
                interfacesAtOnce,
                WRITES_AT_ONCE,
                OptionalInt.of(LISTENERS),
                (shape, transport) -> problems(shape));
    }

    /** The ranges of AWS's reference of CreateTargetGroup. */
    private static List<String> problems(Shape shape) {
        List<String> problems = new ArrayList<>();
        shape.connectionDrain().ifPresent(drain -> problems.add(CONNECTION_DRAIN.formatted(text(drain))));
        shape.idleTimeout().ifPresent(idle -> problems.add(IDLE_TIMEOUT.formatted(text(idle))));
        shape.healthCheck().ifPresent(check -> problems(check, problems));
        return problems;
    }

    private static void problems(HealthCheck check, List<String> problems) {
        range("health check interval", check.interval(), 5, 300, problems);
        range("health check timeout", check.timeout(), 2, 120, problems);
        if (check.timeout().compareTo(check.interval()) >= 0) {
            problems.add("health check timeout %s is not less than the interval %s; give a shorter one"
                    .formatted(text(check.timeout()), text(check.interval())));
        }
        threshold("healthy threshold", check.healthyThreshold(), problems);
        threshold("unhealthy threshold", check.unhealthyThreshold(), problems);
        check.http().ifPresent(http -> {
            if (!http.path().startsWith("/") || http.path().length() > 1024) {
                problems.add("health check path is not a path of at most 1024 characters that begins with '/'");
            }
            http.host()
                    .ifPresent(host -> problems.add(
                            "health check host cannot be set on AWS; leave it out: the target's own address is sent"));
            if (http.method() != HealthCheck.Http.Method.GET) {
                problems.add("health check method %s is not made by AWS; give GET".formatted(http.method()));
            }
        });
    }

    private static void range(String what, Duration value, int min, int max, List<String> problems) {
        if (value.toSeconds() < min || value.toSeconds() > max) {
            problems.add("%s %s is out of range; give %ds to %ds".formatted(what, text(value), min, max));
        }
    }

    private static void threshold(String what, int value, List<String> problems) {
        if (value < 2 || value > 10) {
            problems.add("%s %d is out of range; give 2 to 10".formatted(what, value));
        }
    }

    private static String text(Duration value) {
        return value.toSeconds() + "s";
    }
}
