package io.berth.operator.config;

import static java.util.Objects.requireNonNull;

import io.berth.spi.config.BadValueException;
import io.berth.spi.config.ConfigSchema;
import io.berth.spi.config.Option;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The API server, and which of its pods are looked at.
 *
 * @param kubeconfig empty: the service account when running in a cluster, else {@code KUBECONFIG} and the default file
 * @param namespaces empty: all
 * @param podSelector empty: all pods
 */
public record ApiServerConfig(
        Optional<Path> kubeconfig,
        Optional<String> context,
        List<String> namespaces,
        Optional<PodSelector> podSelector,
        Duration requestTimeout) {
    private static final Option<Optional<Path>> KUBECONFIG = Option.optional(
            "kubeconfig",
            ConfigTypes.path(),
            "A kubeconfig file. Without: the service account inside a cluster, else `$KUBECONFIG`, else"
                    + " `~/.kube/config`. The option `--kubeconfig` goes before it.");
    private static final Option<Optional<String>> CONTEXT = Option.optional(
            "context", ConfigTypes.word(), "The context of the kubeconfig file. Without: its current one.");
    private static final Option<List<String>> NAMESPACES = Option.repeated(
            "namespaces", ConfigTypes.dnsLabel(), "A list: only pods of these namespaces are served. Without: of all.");
    private static final Option<Optional<PodSelector>> POD_SELECTOR = Option.optional(
            "podSelector",
            PodSelector.type(),
            "Only pods with these labels are served, for example `team=a,tier!=test`. Without: all. Numbers on pods"
                    + " that are not looked at are not seen at admission either.");
    private static final Option<Duration> REQUEST_TIMEOUT = Option.withDefault(
            "requestTimeout", ConfigTypes.positiveDuration(), "10s", "How long one request may take.");

    static final Section<ApiServerConfig> SECTION = new Section<>(
            "apiServer",
            "The Kubernetes API server, and which pods are looked at.",
            ConfigSchema.of(
                    "key",
                    values -> {
                        Duration timeout = values.get(REQUEST_TIMEOUT);
                        if (timeout.compareTo(Duration.ofMinutes(5)) > 0) {
                            throw new BadValueException("requestTimeout is more than 5m; give less");
                        }
                        return new ApiServerConfig(
                                values.get(KUBECONFIG),
                                values.get(CONTEXT),
                                values.get(NAMESPACES),
                                values.get(POD_SELECTOR),
                                timeout);
                    },
                    KUBECONFIG,
                    CONTEXT,
                    NAMESPACES,
                    POD_SELECTOR,
                    REQUEST_TIMEOUT));

    public ApiServerConfig {
        requireNonNull(kubeconfig, "kubeconfig is null");
        requireNonNull(context, "context is null");
        namespaces = List.copyOf(namespaces);
        requireNonNull(podSelector, "podSelector is null");
        requireNonNull(requestTimeout, "requestTimeout is null");
    }
}
