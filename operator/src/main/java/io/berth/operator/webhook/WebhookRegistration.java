package io.berth.operator.webhook;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
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

    private final KubernetesClient client;
    private final String name;
    private final WantedWebhooks wanted;
    private final InstantSource clock;

    /** @param name of the configuration */
    WebhookRegistration(KubernetesClient client, String name, WantedWebhooks wanted, InstantSource clock) {
        this.client = requireNonNull(client, "client is null");
        this.name = requireNonNull(name, "name is null");
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
                .withName(name)
                .get();
        Optional<String> bundle = Optional.ofNullable(there)
                .flatMap(configuration -> configuration.getWebhooks().stream().findFirst())
                .map(webhook -> webhook.getClientConfig().getCaBundle());
        List<MutatingWebhook> webhooks = wanted.with(TrustBundle.with(trusted, bundle, keepOthers, clock.instant()));
        if (there == null) {
            MutatingWebhookConfiguration created = new MutatingWebhookConfigurationBuilder()
                    .withNewMetadata()
                    .withName(name)
                    .addToLabels("app.kubernetes.io/managed-by", "berth")
                    .endMetadata()
                    .withWebhooks(webhooks)
                    .build();
            client.resource(created).create();
            log.info("MutatingWebhookConfiguration {} created", name);
        } else if (!areAsWanted(there.getWebhooks(), webhooks)) {
            client.resource(new MutatingWebhookConfigurationBuilder(there)
                            .withWebhooks(webhooks)
                            .build())
                    .update();
            log.info("MutatingWebhookConfiguration {} updated", name);
        }
    }

    private static boolean areAsWanted(List<MutatingWebhook> present, List<MutatingWebhook> webhooks) {
        if (present.size() != webhooks.size()) {
            return false;
        }
        for (int i = 0; i < webhooks.size(); i++) {
            if (!isAsWanted(present.get(i), webhooks.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** The API server adds defaults to what we write; only what we write is compared. */
    private static boolean isAsWanted(MutatingWebhook present, MutatingWebhook webhook) {
        return present.getName().equals(webhook.getName())
                && present.getClientConfig().equals(webhook.getClientConfig())
                && webhook.getFailurePolicy().equals(present.getFailurePolicy())
                && webhook.getTimeoutSeconds().equals(present.getTimeoutSeconds())
                && present.getMatchConditions().equals(webhook.getMatchConditions())
                && selectsSame(present.getNamespaceSelector(), webhook.getNamespaceSelector())
                && selectsSame(present.getObjectSelector(), webhook.getObjectSelector())
                && present.getRules().equals(webhook.getRules());
    }

    private static boolean selectsSame(@Nullable LabelSelector one, LabelSelector other) {
        return one != null
                && one.getMatchLabels().equals(other.getMatchLabels())
                && one.getMatchExpressions().equals(other.getMatchExpressions());
    }
}
