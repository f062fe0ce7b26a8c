package io.berth.operator.config;

import static java.util.Objects.requireNonNull;

import io.berth.spi.config.BadValueException;
import io.berth.spi.config.ConfigSchema;
import io.berth.spi.config.Option;
import io.berth.spi.config.ValueType;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The mutating webhook.
 *
 * @param tls empty: a certificate of our own making, new at each start
 * @param register whether the operator keeps its MutatingWebhookConfiguration
 * @param failurePolicy of the types that {@code failurePolicyOf} does not name
 * @param failurePolicyOf by network type
 * @param selectLabel ask about pods with this label ({@code key} or {@code key=value}); empty: about those with the
 *     network type's annotation
 */
public record WebhookConfig(
        boolean enabled,
        String host,
        int port,
        Optional<TlsFiles> tls,
        boolean register,
        String configurationName,
        Target target,
        FailurePolicy failurePolicy,
        Map<String, FailurePolicy> failurePolicyOf,
        Duration timeout,
        Optional<String> selectLabel) {

    /** What happens to pods while the webhook does not answer. */
    public enum FailurePolicy {
        /** They are let in as they are. */
        IGNORE("Ignore"),
        /** They are refused. */
        FAIL("Fail");

        private final String text;

        FailurePolicy(String text) {
            this.text = text;
        }

        /** As Kubernetes writes it. */
        public String text() {
            return text;
        }
    }

    /** @param authority the certificates that callers have to trust; empty: the last one of {@code certificate} */
    public record TlsFiles(Path certificate, Path key, Optional<Path> authority) {
        public TlsFiles {
            requireNonNull(certificate, "certificate is null");
            requireNonNull(key, "key is null");
            requireNonNull(authority, "authority is null");
        }
    }

    /**
     * Where the API server finds the webhook: a Service, or a URL.
     *
     * @param url present only without a service; empty without both: the address that is listened on
     */
    public record Target(Optional<String> service, Optional<String> namespace, int servicePort, Optional<URI> url) {
        public Target {
            requireNonNull(service, "service is null");
            requireNonNull(namespace, "namespace is null");
            requireNonNull(url, "url is null");
        }
    }

    private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::", "[::]");
    private static final int LONGEST_TIMEOUT = 30;

    private static final Option<Boolean> ENABLED = Option.withDefault(
            "enabled",
            ValueType.bool(),
            "true",
            "Network types that put something into a pod when it is created (host ports) need the webhook.");
    private static final Option<String> HOST =
            Option.withDefault("host", ConfigTypes.word(), "0.0.0.0", "The address to listen on.");
    private static final Option<Integer> PORT =
            Option.withDefault("port", ConfigTypes.listenPort(), "9443", "The port to listen on, HTTPS.");
    private static final Option<Optional<Path>> TLS_CERTIFICATE = Option.optional(
            "tls.certFile",
            ConfigTypes.path(),
            "The certificate, PEM, with the chain behind it. Read again when it changes. Without: the operator makes a"
                    + " certificate of its own at each start.");
    private static final Option<Optional<Path>> TLS_KEY = Option.optional(
            "tls.keyFile", ConfigTypes.path(), "The certificate's private key, PEM (PKCS #8), no password.");
    private static final Option<Optional<Path>> TLS_AUTHORITY = Option.optional(
            "tls.caFile",
            ConfigTypes.path(),
            "With `register`: the authority that the API server is told to trust. Without: the last certificate of"
                    + " `tls.certFile`.");
    private static final Option<Boolean> REGISTER = Option.withDefault(
            "register",
            ValueType.bool(),
            "false",
            "Whether the operator creates and keeps the MutatingWebhookConfiguration itself.");
    private static final Option<String> CONFIGURATION_NAME = Option.withDefault(
            "configurationName",
            ConfigTypes.dnsName(),
            "berth",
            "With `register`: the name of the MutatingWebhookConfiguration.");
    private static final Option<Optional<String>> SERVICE_NAME = Option.optional(
            "service.name", ConfigTypes.dnsLabel(), "With `register`: the Service in front of the operator's pods.");
    private static final Option<Optional<String>> SERVICE_NAMESPACE = Option.optional(
            "service.namespace",
            ConfigTypes.dnsLabel(),
            "The Service's namespace. Without: the operator's own (see `leaderElection.namespace`).");
    private static final Option<Integer> SERVICE_PORT =
            Option.withDefault("service.port", ValueType.port(), "443", "The Service's port.");
    private static final Option<Optional<URI>> URL = Option.optional(
            "url",
            httpsUrl(),
            "With `register` and without a Service: how the API server reaches the webhook. Without: the address that is"
                    + " listened on, if that is one. For an operator outside of the cluster, one replica.");
    private static final Option<FailurePolicy> FAILURE_POLICY = Option.withDefault(
            "failurePolicy",
            ValueType.oneOf(FailurePolicy.class, FailurePolicy::text),
            "Ignore",
            "What happens to pods while the webhook does not answer: they are let in without what they need in them, or"
                    + " refused.");
    private static final Option<Map<String, FailurePolicy>> FAILURE_POLICY_OF = Option.keyed(
            "failurePolicyOf",
            ValueType.oneOf(FailurePolicy.class, FailurePolicy::text),
            "By network type, what goes before `failurePolicy`: `failurePolicyOf: {Kubernetes-HostPort: Fail}`. With"
                    + " `register` this is a second webhook in the configuration (Kubernetes 1.30 and later).");
    private static final Option<Duration> TIMEOUT = Option.withDefault(
            "timeout",
            ConfigTypes.positiveDuration(),
            "2s",
            "How long the API server waits, in whole seconds, 30s at most.");
    private static final Option<Optional<String>> SELECT_LABEL = Option.optional(
            "selectLabel",
            ConfigTypes.word(),
            "With `register`: ask about pods with this label, `key` or `key=value`. Without: about those with the"
                    + " network type's annotation, by a match condition (Kubernetes 1.30 and later).");

    static final Section<WebhookConfig> SECTION = new Section<>(
            "webhook",
            "The mutating webhook. Every replica answers, standbys too.",
            ConfigSchema.of(
                    "key",
                    WebhookConfig::of,
                    ENABLED,
                    HOST,
                    PORT,
                    TLS_CERTIFICATE,
                    TLS_KEY,
                    TLS_AUTHORITY,
                    REGISTER,
                    CONFIGURATION_NAME,
                    SERVICE_NAME,
                    SERVICE_NAMESPACE,
                    SERVICE_PORT,
                    URL,
                    FAILURE_POLICY,
                    FAILURE_POLICY_OF,
                    TIMEOUT,
                    SELECT_LABEL));

    public WebhookConfig {
        requireNonNull(host, "host is null");
        requireNonNull(tls, "tls is null");
        requireNonNull(configurationName, "configurationName is null");
        requireNonNull(target, "target is null");
        requireNonNull(failurePolicy, "failurePolicy is null");
        failurePolicyOf = Map.copyOf(failurePolicyOf);
        requireNonNull(timeout, "timeout is null");
        requireNonNull(selectLabel, "selectLabel is null");
    }

    /** What happens to pods of this network type while the webhook does not answer. */
    public FailurePolicy failurePolicy(String networkType) {
        return failurePolicyOf.getOrDefault(networkType, failurePolicy);
    }

    private static WebhookConfig of(ConfigSchema.Values values) {
        List<String> problems = new ArrayList<>();
        Optional<Path> certificate = values.get(TLS_CERTIFICATE);
        Optional<Path> key = values.get(TLS_KEY);
        if (certificate.isPresent() != key.isPresent()) {
            problems.add("tls.certFile and tls.keyFile belong together; give both, or none for a certificate of the"
                    + " operator's own");
        }
        if (values.get(TLS_AUTHORITY).isPresent() && certificate.isEmpty()) {
            problems.add("tls.caFile has no meaning without tls.certFile; leave it out");
        }
        Optional<String> service = values.get(SERVICE_NAME);
        Optional<URI> url = values.get(URL);
        if (service.isPresent() && url.isPresent()) {
            problems.add("service.name and url exclude each other; give one");
        }
        String host = values.get(HOST);
        if (values.get(REGISTER) && service.isEmpty() && url.isEmpty() && WILDCARDS.contains(host)) {
            problems.add("register needs service.name or url: the API server cannot ask '%s'".formatted(host));
        }
        Duration timeout = values.get(TIMEOUT);
        if (timeout.toMillis() % 1000 != 0 || timeout.toSeconds() > LONGEST_TIMEOUT) {
            problems.add("timeout has to be whole seconds, 1s to %ds".formatted(LONGEST_TIMEOUT));
        }
        if (!problems.isEmpty()) {
            throw new BadValueException(problems);
        }
        return new WebhookConfig(
                values.get(ENABLED),
                host,
                values.get(PORT),
                certificate.map(file -> new TlsFiles(file, key.orElseThrow(), values.get(TLS_AUTHORITY))),
                values.get(REGISTER),
                values.get(CONFIGURATION_NAME),
                new Target(service, values.get(SERVICE_NAMESPACE), values.get(SERVICE_PORT), url),
                values.get(FAILURE_POLICY),
                values.get(FAILURE_POLICY_OF),
                timeout,
                values.get(SELECT_LABEL));
    }

    private static ValueType<URI> httpsUrl() {
        String expects = "an https:// URL";
        return new ValueType<>(expects, text -> {
            try {
                URI uri = URI.create(text);
                if ("https".equals(uri.getScheme())
                        && uri.getHost() != null
                        && uri.getRawQuery() == null
                        && uri.getRawFragment() == null) {
                    return uri;
                }
            } catch (IllegalArgumentException e) {
                // Said below.
            }
            throw new BadValueException("'%s' is not %s without query".formatted(text, expects));
        });
    }
}
