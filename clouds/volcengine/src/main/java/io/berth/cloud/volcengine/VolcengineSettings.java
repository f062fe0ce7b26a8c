package io.berth.cloud.volcengine;

import static java.util.Objects.requireNonNull;

import io.berth.spi.config.BadValueException;
import io.berth.spi.config.ConfigSchema;
import io.berth.spi.config.Excerpt;
import io.berth.spi.config.Option;
import io.berth.spi.config.Secret;
import io.berth.spi.config.ValueType;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the operator's configuration says of one account of Volcengine.
 *
 * @param readDelay how long a list may not show a change, see {@link io.berth.spi.cloud.Cloud#readDelay}
 */
public record VolcengineSettings(
        String region,
        Endpoint endpoint,
        Credential credential,
        Scope scope,
        GroupType groupType,
        Duration readDelay,
        Timeouts timeouts) {
    /**
     * Where the API is.
     *
     * @param host with the port, where it is not the usual one
     */
    public record Endpoint(String host, boolean tls) {
        private static final Pattern FORM =
                Pattern.compile("(?:(https?)://)?([A-Za-z0-9](?:[A-Za-z0-9.-]{0,252})(?::[0-9]{1,5})?)/?");

        public Endpoint {
            requireNonNull(host, "host is null");
        }

        static Endpoint parse(String text) {
            Matcher matcher = FORM.matcher(text);
            if (!matcher.matches()) {
                throw new BadValueException(Excerpt.quoted(text)
                        + " is no endpoint; give a host with or without a port, such as open.volcengineapi.com");
            }
            return new Endpoint(matcher.group(2), !"http".equals(matcher.group(1)));
        }
    }

    /** @param sessionToken of temporary keys */
    public record Credential(String accessKeyId, Secret secretAccessKey, Optional<Secret> sessionToken) {
        public Credential {
            requireNonNull(accessKeyId, "accessKeyId is null");
            requireNonNull(secretAccessKey, "secretAccessKey is null");
            requireNonNull(sessionToken, "sessionToken is null");
        }
    }

    /** Within which network interfaces are looked for. */
    public record Scope(Optional<String> vpcId, Optional<String> projectName) {
        public Scope {
            requireNonNull(vpcId, "vpcId is null");
            requireNonNull(projectName, "projectName is null");
        }
    }

    /** What a server group takes. */
    public enum GroupType {
        /** Network interfaces, with the pod's IP on them. */
        INSTANCE("instance"),
        /** IPs. Volcengine has to open this to an account. */
        IP("ip");

        private final String spelling;

        GroupType(String spelling) {
            this.spelling = spelling;
        }

        String spelling() {
            return spelling;
        }
    }

    /** Each whole milliseconds. */
    public record Timeouts(Duration connect, Duration read) {
        public Timeouts {
            requireNonNull(connect, "connect is null");
            requireNonNull(read, "read is null");
        }
    }

    private static final Duration LONGEST = Duration.ofMinutes(2);

    private static final Option<String> REGION = Option.required(
            "region",
            matching("a region such as cn-beijing", "[a-z0-9]+(-[a-z0-9]+)+"),
            "Where the load balancers are.");
    private static final Option<Endpoint> ENDPOINT = Option.withDefault(
            "endpoint",
            new ValueType<>("a host, with a port where it is not the usual one", Endpoint::parse),
            "open.volcengineapi.com",
            "The host of the API. Requests go by TLS, except to one that begins with http://.");
    private static final Option<String> ACCESS_KEY_ID = Option.required(
            "accessKeyId", matching("the id of an access key", "[A-Za-z0-9._=-]{2,128}"), "The id of the access key.");
    private static final Option<Secret> SECRET_ACCESS_KEY = Option.required(
                    "secretAccessKey", secret(), "The secret of the access key.")
            .secret();
    private static final Option<Optional<Secret>> SESSION_TOKEN = Option.optional(
                    "sessionToken", secret(), "The session token that belongs to a temporary access key.")
            .secret();
    private static final Option<Optional<String>> VPC_ID = Option.optional(
            "vpcId",
            matching("the id of a VPC", "vpc-[A-Za-z0-9]+"),
            "The VPC of the pods. Needed where several VPCs of the account use the same IPs.");
    private static final Option<Optional<String>> PROJECT_NAME = Option.optional(
            "projectName",
            matching("the name of a project", "\\S.{0,127}"),
            "The project of the pods' network interfaces.");
    private static final Option<GroupType> GROUP_TYPE = Option.withDefault(
            "groupType",
            ValueType.oneOf(GroupType.class, GroupType::spelling),
            "instance",
            "What server groups hold: 'instance' for network interfaces with the pods' IPs, 'ip' for the IPs alone,"
                    + " which Volcengine has to open to an account.");
    private static final Option<Duration> READ_DELAY = Option.withDefault(
            "readDelay",
            duration(Duration.ZERO, Duration.ofMinutes(10)),
            "5s",
            "How long after a change a list may still not show it.");
    private static final Option<Duration> CONNECT_TIMEOUT = Option.withDefault(
            "connectTimeout", duration(Duration.ofMillis(10), LONGEST), "3s", "How long to wait for a connection.");
    private static final Option<Duration> READ_TIMEOUT = Option.withDefault(
            "readTimeout",
            duration(Duration.ofMillis(10), LONGEST),
            "10s",
            "How long to wait for an answer. What has not been answered by then may have been done.");

    static final ConfigSchema<VolcengineSettings> SCHEMA = ConfigSchema.of(
            "setting",
            values -> new VolcengineSettings(
                    values.get(REGION),
                    values.get(ENDPOINT),
                    new Credential(values.get(ACCESS_KEY_ID), values.get(SECRET_ACCESS_KEY), values.get(SESSION_TOKEN)),
                    new Scope(values.get(VPC_ID), values.get(PROJECT_NAME)),
                    values.get(GROUP_TYPE),
                    values.get(READ_DELAY),
                    new Timeouts(values.get(CONNECT_TIMEOUT), values.get(READ_TIMEOUT))),
            REGION,
            ENDPOINT,
            ACCESS_KEY_ID,
            SECRET_ACCESS_KEY,
            SESSION_TOKEN,
            VPC_ID,
            PROJECT_NAME,
            GROUP_TYPE,
            READ_DELAY,
            CONNECT_TIMEOUT,
            READ_TIMEOUT);

    public VolcengineSettings {
        requireNonNull(region, "region is null");
        requireNonNull(endpoint, "endpoint is null");
        requireNonNull(credential, "credential is null");
        requireNonNull(scope, "scope is null");
        requireNonNull(groupType, "groupType is null");
        requireNonNull(readDelay, "readDelay is null");
        requireNonNull(timeouts, "timeouts is null");
    }

    private static ValueType<String> matching(String expects, String pattern) {
        Predicate<String> matches = Pattern.compile(pattern).asMatchPredicate();
        return new ValueType<>(expects, text -> {
            if (!matches.test(text)) {
                throw new BadValueException("%s is not %s".formatted(Excerpt.quoted(text), expects));
            }
            return text;
        });
    }

    private static ValueType<Secret> secret() {
        return new ValueType<>("a text without blanks, kept secret", text -> {
            if (text.isEmpty() || text.chars().anyMatch(c -> c <= ' ' || c > '~')) {
                throw new BadValueException("the value is empty, or has blanks");
            }
            return new Secret(text);
        });
    }

    private static ValueType<Duration> duration(Duration min, Duration max) {
        ValueType<Duration> any = ValueType.duration();
        String expects = "a duration from %dms to %ds".formatted(min.toMillis(), max.toSeconds());
        return new ValueType<>(expects, text -> {
            Duration value = any.parse(text);
            if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
                throw new BadValueException("%s is out of range; give %s".formatted(Excerpt.quoted(text), expects));
            }
            return value;
        });
    }
}
