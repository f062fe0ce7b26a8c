package io.berth.cloud.aws;

import static java.util.Objects.requireNonNull;

import io.berth.spi.config.BadValueException;
import io.berth.spi.config.ConfigSchema;
import io.berth.spi.config.Option;
import io.berth.spi.config.Secret;
import io.berth.spi.config.ValueType;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The settings of one account in one region.
 *
 * @param endpoint empty: the one of the region
 * @param keys empty: as the AWS SDK finds them
 */
public record AwsAccount(
        String region,
        Optional<URI> endpoint,
        Optional<Keys> keys,
        String vpcId,
        Duration readDelay,
        Duration connectTimeout,
        Duration readTimeout) {
    /** @param sessionToken of temporary keys */
    public record Keys(Secret accessKeyId, Secret secretAccessKey, Optional<Secret> sessionToken) {
        public Keys {
            requireNonNull(accessKeyId, "accessKeyId is null");
            requireNonNull(secretAccessKey, "secretAccessKey is null");
            requireNonNull(sessionToken, "sessionToken is null");
        }
    }

    private static final Option<String> REGION = Option.required(
            "region", matching("[a-z]{2,}(-[a-z0-9]+)+", "a region such as eu-central-1"), "Of the load balancers.");
    private static final Option<Optional<URI>> ENDPOINT = Option.optional(
            "endpoint",
            endpointType(),
            "Where Elastic Load Balancing is asked instead of the region's own address, for example a VPC endpoint.");
    private static final Option<Optional<Secret>> ACCESS_KEY_ID = Option.optional(
                    "accessKeyId",
                    ValueType.secret(),
                    "Left out, credentials are found as the AWS SDK finds them: environment, profile, the role of the"
                            + " container or of the instance.")
            .secret();
    private static final Option<Optional<Secret>> SECRET_ACCESS_KEY = Option.optional(
                    "secretAccessKey", ValueType.secret(), "Given together with accessKeyId.")
            .secret();
    private static final Option<Optional<Secret>> SESSION_TOKEN = Option.optional(
                    "sessionToken", ValueType.secret(), "Of temporary credentials.")
            .secret();
    private static final Option<String> VPC_ID = Option.required(
            "vpcId",
            matching("vpc-[0-9a-z]+", "the ID of a VPC such as vpc-0a1b2c3d"),
            "The VPC of the load balancers and of the pods: target groups are made in it.");
    private static final Option<Duration> READ_DELAY = Option.withDefault(
            "readDelay",
            ValueType.duration(),
            "10s",
            "How long after a change a read may still not show it. AWS publishes no bound; its reads are eventually"
                    + " consistent, usually within seconds.");
    private static final Option<Duration> CONNECT_TIMEOUT = Option.withDefault(
            "connectTimeout", ValueType.duration(), "3s", "After which a connection to AWS is given up.");
    private static final Option<Duration> READ_TIMEOUT = Option.withDefault(
            "readTimeout", ValueType.duration(), "10s", "After which an answer is waited for no longer.");

    static final ConfigSchema<AwsAccount> SCHEMA = ConfigSchema.of(
            "setting",
            AwsAccount::read,
            REGION,
            ENDPOINT,
            ACCESS_KEY_ID,
            SECRET_ACCESS_KEY,
            SESSION_TOKEN,
            VPC_ID,
            READ_DELAY,
            CONNECT_TIMEOUT,
            READ_TIMEOUT);

    public AwsAccount {
        requireNonNull(region, "region is null");
        requireNonNull(endpoint, "endpoint is null");
        requireNonNull(keys, "keys is null");
        requireNonNull(vpcId, "vpcId is null");
        requireNonNull(readDelay, "readDelay is null");
        requireNonNull(connectTimeout, "connectTimeout is null");
        requireNonNull(readTimeout, "readTimeout is null");
    }

    private static AwsAccount read(ConfigSchema.Values values) {
        List<String> problems = new ArrayList<>();
        Optional<Secret> id = values.get(ACCESS_KEY_ID);
        Optional<Secret> key = values.get(SECRET_ACCESS_KEY);
        Optional<Secret> token = values.get(SESSION_TOKEN);
        if (id.isPresent() != key.isPresent()) {
            problems.add("'accessKeyId' and 'secretAccessKey' belong together; give both, or neither");
        }
        if (token.isPresent() && id.isEmpty()) {
            problems.add("'sessionToken' needs 'accessKeyId' and 'secretAccessKey'; give all three");
        }
        for (Option<Duration> timeout : List.of(CONNECT_TIMEOUT, READ_TIMEOUT)) {
            if (values.get(timeout).isZero()) {
                problems.add("'%s' is 0; give a time after which to give up".formatted(timeout.name()));
            }
        }
        if (!problems.isEmpty()) {
            throw new BadValueException(problems);
        }
        return new AwsAccount(
                values.get(REGION),
                values.get(ENDPOINT),
                id.flatMap(given -> key.map(secret -> new Keys(given, secret, token))),
                values.get(VPC_ID),
                values.get(READ_DELAY),
                values.get(CONNECT_TIMEOUT),
                values.get(READ_TIMEOUT));
    }

    private static ValueType<String> matching(String pattern, String expects) {
        Pattern compiled = Pattern.compile(pattern);
        return new ValueType<>(expects, text -> {
            if (!compiled.matcher(text).matches()) {
                throw new BadValueException("the value is not %s".formatted(expects));
            }
            return text;
        });
    }

    /** Nothing of a wrong one is quoted: it may hold a password. */
    private static ValueType<URI> endpointType() {
        String expects = "a URL such as https://elasticloadbalancing.eu-central-1.amazonaws.com";
        return new ValueType<>(expects, text -> {
            try {
                URI uri = new URI(text);
                boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
                if (http && uri.getHost() != null && uri.getUserInfo() == null && uri.getQuery() == null) {
                    return uri;
                }
            } catch (URISyntaxException e) {
                // Told below, without its text.
            }
            throw new BadValueException("the value is not %s".formatted(expects));
        });
    }
}
