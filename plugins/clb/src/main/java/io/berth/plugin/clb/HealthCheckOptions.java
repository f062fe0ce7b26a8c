package io.berth.plugin.clb;

import io.berth.spi.cloud.loadbalancer.HealthCheck;
import io.berth.spi.cloud.loadbalancer.HealthCheck.Http;
import io.berth.spi.config.ConfigSchema;
import io.berth.spi.config.Option;
import io.berth.spi.config.ValueType;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** The parameters of the balancer's health check, named as OpenKruiseGame names them for Alibaba's. */
final class HealthCheckOptions {
    enum Switch {
        ON,
        OFF
    }

    enum Type {
        TCP,
        HTTP
    }

    private static final Option<Switch> FLAG = Option.withDefault(
            "LBHealthCheckFlag",
            ValueType.oneOf(Switch.class, HealthCheckOptions::lower),
            "off",
            "Whether the balancer checks the health of the pod; then the pod is ready only once it is found healthy.");
    private static final Option<Switch> SWITCH = Option.withDefault(
            "LBHealthCheckSwitch",
            ValueType.oneOf(Switch.class, HealthCheckOptions::lower),
            "on",
            "Off: the health is not checked, whatever LBHealthCheckFlag says.");
    private static final Option<Type> TYPE = Option.withDefault(
            "LBHealthCheckType",
            ValueType.oneOf(Type.class, HealthCheckOptions::lower),
            "tcp",
            "How: by what the listener speaks (tcp), or by an HTTP request (http).");
    private static final Option<Integer> CONNECT_TIMEOUT = Option.withDefault(
            "LBHealthCheckConnectTimeout", ValueType.integer(1, 300), "5", "Seconds until a check has failed.");
    private static final Option<Integer> INTERVAL =
            Option.withDefault("LBHealthCheckInterval", ValueType.integer(1, 300), "10", "Seconds between two checks.");
    private static final Option<Integer> HEALTHY = Option.withDefault(
            "LBHealthyThreshold", ValueType.integer(2, 10), "2", "Checks in a row that make the pod healthy.");
    private static final Option<Integer> UNHEALTHY = Option.withDefault(
            "LBUnhealthyThreshold", ValueType.integer(2, 10), "2", "Failed checks in a row that make it unhealthy.");
    private static final Option<Integer> CONNECT_PORT = Option.withDefault(
            "LBHealthCheckConnectPort",
            ValueType.integer(0, 65_535),
            "0",
            "The port of the pod that is checked; 0: the one that serves.");
    private static final Option<Optional<String>> URI = Option.optional(
            "LBHealthCheckUri", ValueType.text(), "The path of the HTTP request: '/healthz'. Default '/'.");
    private static final Option<Optional<String>> DOMAIN =
            Option.optional("LBHealthCheckDomain", ValueType.text(), "The host that the HTTP request names.");
    private static final Option<Http.Method> METHOD = Option.withDefault(
            "LBHealthCheckMethod",
            ValueType.oneOf(Http.Method.class, HealthCheckOptions::lower),
            "head",
            "The method of the HTTP request.");

    static final List<Option<?>> ALL = List.of(
            FLAG, SWITCH, TYPE, CONNECT_TIMEOUT, INTERVAL, HEALTHY, UNHEALTHY, CONNECT_PORT, URI, DOMAIN, METHOD);

    private HealthCheckOptions() {}

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static Optional<HealthCheck> read(ConfigSchema.Values values, List<String> problems) {
        String path = values.get(URI).orElse("/");
        if (!path.startsWith("/") || path.length() > 80) {
            problems.add("LBHealthCheckUri must begin with '/' and have at most 80 characters, as in '/healthz'");
        }
        if (values.get(FLAG) == Switch.OFF || values.get(SWITCH) == Switch.OFF) {
            return Optional.empty();
        }
        int port = values.get(CONNECT_PORT);
        boolean http = values.get(TYPE) == Type.HTTP;
        return Optional.of(new HealthCheck(
                http ? HealthCheck.Kind.HTTP : HealthCheck.Kind.TRANSPORT,
                port == 0 ? OptionalInt.empty() : OptionalInt.of(port),
                Duration.ofSeconds(values.get(INTERVAL)),
                Duration.ofSeconds(values.get(CONNECT_TIMEOUT)),
                values.get(HEALTHY),
                values.get(UNHEALTHY),
                http ? Optional.of(new Http(path, values.get(DOMAIN), values.get(METHOD))) : Optional.empty()));
    }
}
