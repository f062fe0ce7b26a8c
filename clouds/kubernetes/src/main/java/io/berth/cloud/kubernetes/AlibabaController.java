package io.berth.cloud.kubernetes;

import io.berth.spi.cloud.service.ControllerRules;
import io.berth.spi.config.BadValueException;
import io.berth.spi.config.Excerpt;
import io.berth.spi.config.Option;
import io.berth.spi.config.ValueType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Alibaba Cloud's controller, told as OpenKruiseGame tells it, with the parameters and ranges that it has for this. */
final class AlibabaController implements ControllerRules {
    private static final String PREFIX = "service.beta.kubernetes.io/alibaba-cloud-loadbalancer-";
    private static final String ID = PREFIX + "id";
    private static final String OVERRIDE = PREFIX + "force-override-listeners";
    private static final Pattern PROTOCOL_PORTS = Pattern.compile("(?:https?:[0-9]{1,5})(?:,https?:[0-9]{1,5})*");

    private static final Option<String> FLAG = option(
            "LBHealthCheckFlag", oneOf("on", "off"), "off", "Whether the load balancer checks the pod's health.");
    private static final Option<String> SWITCH = option(
            "LBHealthCheckSwitch",
            oneOf("on", "off"),
            "on",
            "The controller's second switch of the check, for TCP and UDP; off: the other parameters are not written.");
    private static final Option<String> TYPE = option(
            "LBHealthCheckType",
            oneOf("tcp", "http"),
            "tcp",
            "How: by what the listener speaks (tcp), or by an HTTP request (http).");
    private static final Option<String> CONNECT_TIMEOUT =
            option("LBHealthCheckConnectTimeout", number(1, 300), "5", "Seconds until a check has failed.");
    private static final Option<String> INTERVAL =
            option("LBHealthCheckInterval", number(1, 50), "10", "Seconds between two checks.");
    private static final Option<String> HEALTHY =
            option("LBHealthyThreshold", number(2, 10), "2", "Checks in a row that make the pod healthy.");
    private static final Option<String> UNHEALTHY =
            option("LBUnhealthyThreshold", number(2, 10), "2", "Failed checks in a row that make it unhealthy.");
    private static final Option<String> PROTOCOL_PORT = option(
            "LBHealthCheckProtocolPort",
            new ValueType<>("protocols and ports such as http:80,https:443", AlibabaController::protocolPorts),
            "",
            "Which protocols the listeners speak: 'http:80,https:443'. For the type http.");
    private static final Option<String> URI = option(
            "LBHealthCheckUri",
            new ValueType<>("a path such as /healthz", AlibabaController::uri),
            "",
            "The path of the HTTP request. For the type http.");
    private static final Option<String> DOMAIN = option(
            "LBHealthCheckDomain",
            new ValueType<>("a host name of at most 80 characters", AlibabaController::domain),
            "",
            "The host that the HTTP request names. For the type http.");
    private static final Option<String> METHOD = option(
            "LBHealthCheckMethod",
            oneOf("", "get", "head"),
            "",
            "The method of the HTTP request. For the type http; by default the controller's.");

    /** Parameters with the annotations that they are written into; first those of every check, then those of HTTP. */
    private static final Map<Option<String>, String> CHECK = Map.of(
            TYPE, PREFIX + "health-check-type",
            CONNECT_TIMEOUT, PREFIX + "health-check-connect-timeout",
            INTERVAL, PREFIX + "health-check-interval",
            HEALTHY, PREFIX + "healthy-threshold",
            UNHEALTHY, PREFIX + "unhealthy-threshold");

    private static final Map<Option<String>, String> HTTP = Map.of(
            PROTOCOL_PORT, PREFIX + "protocol-port",
            DOMAIN, PREFIX + "health-check-domain",
            URI, PREFIX + "health-check-uri",
            METHOD, PREFIX + "health-check-method");

    private static final String FLAG_KEY = PREFIX + "health-check-flag";
    private static final String SWITCH_KEY = PREFIX + "health-check-switch";

    private static Option<String> option(String name, ValueType<String> type, String by, String doc) {
        return Option.withDefault(name, type, by, doc);
    }

    private static ValueType<String> oneOf(String... words) {
        String expects = String.join(" | ", List.of(words)).strip();
        return new ValueType<>(expects, text -> {
            if (!List.of(words).contains(text)) {
                throw new BadValueException("%s is none of %s".formatted(Excerpt.quoted(text), expects));
            }
            return text;
        });
    }

    private static ValueType<String> number(int min, int max) {
        ValueType<Integer> number = ValueType.integer(min, max);
        return new ValueType<>(number.expects(), text -> Integer.toString(number.parse(text)));
    }

    private static String protocolPorts(String text) {
        if (!text.isEmpty() && !PROTOCOL_PORTS.matcher(text).matches()) {
            throw new BadValueException(
                    "%s names no protocols and ports; give http:80,https:443".formatted(Excerpt.quoted(text)));
        }
        return text;
    }

    private static String uri(String text) {
        if (!text.isEmpty() && (!text.startsWith("/") || text.length() > 80)) {
            throw new BadValueException("%s must begin with '/' and have at most 80 characters, as in '/healthz'"
                    .formatted(Excerpt.quoted(text)));
        }
        return text;
    }

    private static String domain(String text) {
        if (text.length() > 80) {
            throw new BadValueException("%s is too long; give at most 80 characters".formatted(Excerpt.quoted(text)));
        }
        return text;
    }

    @Override
    public String balancerAnnotation() {
        return ID;
    }

    @Override
    public List<Option<String>> parameters() {
        return List.of(
                FLAG, SWITCH, TYPE, CONNECT_TIMEOUT, INTERVAL, HEALTHY, UNHEALTHY, PROTOCOL_PORT, URI, DOMAIN, METHOD);
    }

    /** Taken as they are: a listener of that port that somebody has made by hand is the controller's then. */
    @Override
    public Map<String, String> annotations(String balancer, Map<String, String> values) {
        Map<String, String> annotations = new TreeMap<>(Map.of(ID, balancer, OVERRIDE, "true"));
        annotations.put(FLAG_KEY, values.getOrDefault(FLAG.name(), "off"));
        String checks = values.getOrDefault(SWITCH.name(), "on");
        annotations.put(SWITCH_KEY, checks);
        if (checks.equals("on")) {
            write(CHECK, values, annotations);
            if (values.getOrDefault(TYPE.name(), "tcp").equals("http")) {
                write(HTTP, values, annotations);
            }
        }
        return annotations;
    }

    private static void write(
            Map<Option<String>, String> keys, Map<String, String> values, Map<String, String> annotations) {
        keys.forEach((option, key) -> {
            String value = values.getOrDefault(option.name(), "");
            if (!value.isEmpty()) {
                annotations.put(key, value);
            }
        });
    }

    @Override
    public Set<String> written() {
        Set<String> written = new TreeSet<>(Set.of(ID, OVERRIDE, FLAG_KEY, SWITCH_KEY));
        written.addAll(CHECK.values());
        written.addAll(HTTP.values());
        return written;
    }

    /** So that kube-proxy makes no rules for it: the load balancer reaches the pod itself. */
    @Override
    public Map<String, String> labels() {
        return Map.of("service.kubernetes.io/service-proxy-name", "dummy");
    }
}
