package io.berth.simulator.aws;

import static java.util.Objects.requireNonNull;

import java.util.Set;

/**
 * How the targets of a group are checked. They always are: by AWS's reference of CreateTargetGroup it cannot be turned
 * off for targets of type ip.
 *
 * @param port a number, or {@code traffic-port}
 * @param path of HTTP and HTTPS, else empty
 */
public record AwsCheck(
        String protocol, String port, int interval, int timeout, int healthy, int unhealthy, String path) {
    private static final Set<String> PROTOCOLS = Set.of("TCP", "HTTP", "HTTPS");

    /** Of a group about which nothing was said. */
    static final AwsCheck USUAL = new AwsCheck("TCP", "traffic-port", 30, 10, 5, 2, "");

    public AwsCheck {
        requireNonNull(protocol, "protocol is null");
        requireNonNull(port, "port is null");
        requireNonNull(path, "path is null");
    }

    /** By the ranges of AWS's reference of CreateTargetGroup, and the defaults for network load balancers. */
    static AwsCheck read(AwsForm form) {
        if (form.optional("HealthCheckEnabled").filter("false"::equals).isPresent()) {
            throw AwsFault.invalid("Health check enabled must be true for target groups with target type 'ip'");
        }
        String protocol = form.optional("HealthCheckProtocol").orElse(USUAL.protocol());
        if (!PROTOCOLS.contains(protocol)) {
            throw AwsFault.invalid("Health check protocol '%s' must be one of TCP, HTTP, HTTPS".formatted(protocol));
        }
        boolean http = !protocol.equals("TCP");
        int interval = form.number("HealthCheckIntervalSeconds", 5, 300).orElse(USUAL.interval());
        int timeout =
                form.number("HealthCheckTimeoutSeconds", 2, 120).orElse(protocol.equals("HTTP") ? 6 : USUAL.timeout());
        if (timeout >= interval) {
            throw AwsFault.invalid("Health check interval must be greater than the timeout.");
        }
        if (!http && form.optional("HealthCheckPath").isPresent()) {
            throw AwsFault.invalid("You cannot specify a health check path for health checks with protocol TCP");
        }
        String path = http ? form.optional("HealthCheckPath").orElse("/") : "";
        if (http && (!path.startsWith("/") || path.length() > 1024)) {
            throw AwsFault.invalid("Health check path '%s' must begin with a '/'".formatted(path));
        }
        return new AwsCheck(
                protocol,
                port(form),
                interval,
                timeout,
                form.number("HealthyThresholdCount", 2, 10).orElse(USUAL.healthy()),
                form.number("UnhealthyThresholdCount", 2, 10).orElse(USUAL.unhealthy()),
                path);
    }

    private static String port(AwsForm form) {
        if (form.optional("HealthCheckPort").filter(USUAL.port()::equals).isPresent()) {
            return USUAL.port();
        }
        return form.number("HealthCheckPort", 1, 65_535).map(String::valueOf).orElse(USUAL.port());
    }
}
