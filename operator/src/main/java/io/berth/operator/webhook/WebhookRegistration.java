package io.berth.operator.webhook;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MatchCondition;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfig;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the MutatingWebhookConfiguration through which the API server asks us. Several replicas keep one together. */
final class WebhookRegistration {
    private static final Logger log = LoggerFactory.getLogger(WebhookRegistration.class);
    private static final int TRIES = 5;

    /**
     * What is registered beside the certificates.
     *
     * @param name of the configuration
     * @param client where the webhook is, without a bundle
     * @param annotation the one that pods are selected by, if not by a label
     */
    record Wanted(
            String name,
            WebhookClientConfig client,
            String annotation,
            Optional<String> selectLabel,
            String failurePolicy,
            int timeoutSeconds) {
        Wanted {
            requireNonNull(name, "name is null");
            requireNonNull(client, "client is null");
            requireNonNull(annotation, "annotation is null");
            requireNonNull(selectLabel, "selectLabel is null");
            requireNonNull(failurePolicy, "failurePolicy is null");
        }
    }

    private final KubernetesClient client;
    private final Wanted wanted;
    private final InstantSource clock;

    WebhookRegistration(KubernetesClient client, Wanted wanted, InstantSource clock) {
        this.client = requireNonNull(client, "client is null");
        this.wanted = requireNonNull(wanted, "wanted is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * Writes the configuration if it is not as it should be.
     *
     * @param keepOthers whether certificates that are there already stay trusted
     * @throws KubernetesClientException if the API server refuses or does not answer
     */
    void ensure(Collection<X509Certificate> trusted, boolean keepOthers) {
        for (int tries = 1; ; tries++) {
            try {
                ensureOnce(trusted, keepOthers);
                return;
            } catch (KubernetesClientException e) {
                // Another replica was faster.
                if (e.getCode() != HttpURLConnection.HTTP_CONFLICT || tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    private void ensureOnce(Collection<X509Certificate> trusted, boolean keepOthers) {
        MutatingWebhookConfiguration there = client.admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName(wanted.name())
                .get();
        Optional<String> bundle = Optional.ofNullable(there)
                .flatMap(configuration -> configuration.getWebhooks().stream().findFirst())
                .map(webhook -> webhook.getClientConfig().getCaBundle());
        MutatingWebhook webhook = webhook(TrustBundle.with(trusted, bundle, keepOthers, clock.instant()));
        if (there == null) {
            MutatingWebhookConfiguration created = new MutatingWebhookConfigurationBuilder()
                    .withNewMetadata()
                    .withName(wanted.name())
                    .addToLabels("app.kubernetes.io/managed-by", "berth")
                    .endMetadata()
                    .withWebhooks(webhook)
                    .build();
            client.resource(created).create();
            log.info("MutatingWebhookConfiguration {} created", wanted.name());
        } else if (!isAsWanted(there, webhook)) {
            client.resource(new MutatingWebhookConfigurationBuilder(there)
                            .withWebhooks(webhook)
                            .build())
                    .update();
            log.info("MutatingWebhookConfiguration {} updated", wanted.name());
        }
    }

    /** The API server adds defaults to what we write; only what we write is compared. */
    private static boolean isAsWanted(MutatingWebhookConfiguration there, MutatingWebhook webhook) {
        if (there.getWebhooks().size() != 1) {
            return false;
        }
        MutatingWebhook present = there.getWebhooks().get(0);
        return present.getName().equals(webhook.getName())
                && present.getClientConfig().equals(webhook.getClientConfig())
                && webhook.getFailurePolicy().equals(present.getFailurePolicy())
                && webhook.getTimeoutSeconds().equals(present.getTimeoutSeconds())
                && present.getMatchConditions().equals(webhook.getMatchConditions())
                && selectsSame(present.getObjectSelector(), webhook.getObjectSelector())
                && present.getRules().equals(webhook.getRules());
    }

    private static boolean selectsSame(@Nullable LabelSelector one, LabelSelector other) {
        return one != null
                && one.getMatchLabels().equals(other.getMatchLabels())
                && one.getMatchExpressions().equals(other.getMatchExpressions());
    }

    private MutatingWebhook webhook(String bundle) {
        MutatingWebhookBuilder builder = new MutatingWebhookBuilder()
                .withName("pods.network.berth.io")
                .withClientConfig(
                        wanted.client().toBuilder().withCaBundle(bundle).build())
                .addNewRule()
                .withOperations("CREATE")
                .withApiGroups("")
                .withApiVersions("v1")
                .withResources("pods")
                .withScope("Namespaced")
                .endRule()
                .withAdmissionReviewVersions("v1")
                .withFailurePolicy(wanted.failurePolicy())
                .withMatchPolicy("Equivalent")
                .withReinvocationPolicy("IfNeeded")
                .withSideEffects("NoneOnDryRun")
                .withTimeoutSeconds(wanted.timeoutSeconds())
                .withObjectSelector(selector());
        if (wanted.selectLabel().isEmpty()) {
            builder.withMatchConditions(condition());
        }
        return builder.build();
    }

    private MatchCondition condition() {
        MatchCondition condition = new MatchCondition();
        condition.setName("has-network-type");
        condition.setExpression("has(object.metadata.annotations) && '%s' in object.metadata.annotations"
                .formatted(wanted.annotation()));
        return condition;
    }

    private LabelSelector selector() {
        LabelSelectorBuilder builder = new LabelSelectorBuilder();
        wanted.selectLabel().ifPresent(label -> {
            List<String> parts = List.of(label.split("=", 2));
            if (parts.size() == 2) {
                builder.addToMatchLabels(parts.get(0), parts.get(1));
            } else {
                builder.addNewMatchExpression()
                        .withKey(label)
                        .withOperator("Exists")
                        .endMatchExpression();
            }
        });
        return builder.build();
    }
}
