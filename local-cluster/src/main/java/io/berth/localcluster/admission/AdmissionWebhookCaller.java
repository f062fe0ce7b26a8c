package io.berth.localcluster.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionResponse;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.RuleWithOperations;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.zjsonpatch.JsonPatch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the mutating webhooks that are stored in a server which does not ask them itself, as a real API server does when a pod
 * is created: configurations in the order of their names, rules, both selectors, timeout, failure policy, JSON patch.
 *
 * <p>Left out: match conditions (CEL, see {@link #ANNOTATION}), reinvocation, webhooks named by a Service, which from outside a
 * cluster nobody reaches.
 */
public final class AdmissionWebhookCaller implements PodAdmission {

    /**
     * Stands for every match condition, which nothing here evaluates: a webhook that has any is asked about pods with this
     * annotation alone.
     */
    public static final String ANNOTATION = "game.kruise.io/network-type";

    private static final Logger LOG = LoggerFactory.getLogger(AdmissionWebhookCaller.class);
    private static final int INTERNAL_ERROR = 500;

    private final KubernetesClient client;
    private final Predicate<MutatingWebhookConfiguration> chosen;
    private final WebhookRequest request = new WebhookRequest();

    /** Asks every stored webhook. */
    public AdmissionWebhookCaller(KubernetesClient client) {
        this(client, configuration -> true);
    }

    /** Asks the webhooks of the configurations with this label. */
    public AdmissionWebhookCaller(KubernetesClient client, String labelKey, String labelValue) {
        this(
                client,
                configuration -> configuration.getMetadata().getLabels() != null
                        && labelValue.equals(
                                configuration.getMetadata().getLabels().get(labelKey)));
    }

    private AdmissionWebhookCaller(KubernetesClient client, Predicate<MutatingWebhookConfiguration> chosen) {
        this.client = client;
        this.chosen = chosen;
    }

    @Override
    public Pod admit(Pod pod) {
        List<MutatingWebhook> webhooks =
                client.admissionRegistration().v1().mutatingWebhookConfigurations().list().getItems().stream()
                        .filter(chosen)
                        .sorted(Comparator.comparing(
                                configuration -> configuration.getMetadata().getName()))
                        .flatMap(configuration -> configuration.getWebhooks().stream())
                        .toList();
        Pod admitted = pod;
        for (MutatingWebhook webhook : webhooks) {
            if (concerns(webhook, admitted)) {
                admitted = ask(webhook, admitted);
            }
        }
        return admitted;
    }

    private Pod ask(MutatingWebhook webhook, Pod pod) {
        AdmissionResponse response;
        Pod patched;
        try {
            response = request.send(webhook, pod);
            patched = Boolean.TRUE.equals(response.getAllowed()) ? patched(pod, response) : pod;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PodDeniedException(INTERNAL_ERROR, "interrupted while asking webhook " + webhook.getName());
        } catch (IOException | RuntimeException e) {
            String problem = "failed calling webhook \"" + webhook.getName() + "\": " + e;
            if ("Ignore".equals(webhook.getFailurePolicy())) {
                LOG.warn("{}; its failurePolicy is Ignore: pod {} is admitted without it", problem, nameOf(pod));
                return pod;
            }
            throw new PodDeniedException(INTERNAL_ERROR, problem);
        }
        if (response.getWarnings() != null) {
            response.getWarnings().forEach(warning -> LOG.warn("Pod {}: {}", nameOf(pod), warning));
        }
        if (!Boolean.TRUE.equals(response.getAllowed())) {
            throw denial(webhook, response);
        }
        return patched;
    }

    private static PodDeniedException denial(MutatingWebhook webhook, AdmissionResponse response) {
        boolean hasStatus = response.getStatus() != null;
        String reason = hasStatus && response.getStatus().getMessage() != null
                ? "denied the request: " + response.getStatus().getMessage()
                : "denied the request without explanation";
        String message = "admission webhook \"" + webhook.getName() + "\" " + reason;
        return hasStatus && response.getStatus().getCode() != null
                ? new PodDeniedException(response.getStatus().getCode(), message)
                : new PodDeniedException(message);
    }

    private static Pod patched(Pod pod, AdmissionResponse response) throws IOException {
        if (response.getPatch() == null || response.getPatch().isEmpty()) {
            return pod;
        }
        if (!"JSONPatch".equals(response.getPatchType())) {
            throw new IOException("patchType is " + response.getPatchType() + ", the only one there is is JSONPatch");
        }
        JsonNode patch = Serialization.unmarshal(
                new ByteArrayInputStream(Base64.getDecoder().decode(response.getPatch())), JsonNode.class);
        JsonNode document = Serialization.unmarshal(Serialization.asJson(pod), JsonNode.class);
        return Serialization.unmarshal(JsonPatch.apply(patch, document).toString(), Pod.class);
    }

    private boolean concerns(MutatingWebhook webhook, Pod pod) {
        return webhook.getRules().stream().anyMatch(AdmissionWebhookCaller::coversPodCreation)
                && LabelSelectors.matches(
                        webhook.getObjectSelector(), pod.getMetadata().getLabels())
                && matchesNamespace(webhook.getNamespaceSelector(), pod)
                && (webhook.getMatchConditions().isEmpty() || hasAnnotation(pod));
    }

    private static boolean coversPodCreation(RuleWithOperations rule) {
        return containsOrAll(rule.getOperations(), "CREATE")
                && containsOrAll(rule.getApiGroups(), "")
                && containsOrAll(rule.getApiVersions(), "v1")
                && (containsOrAll(rule.getResources(), "pods")
                        || rule.getResources().contains("*/*"))
                && !Objects.equals(rule.getScope(), "Cluster");
    }

    private static boolean containsOrAll(List<String> values, String value) {
        return values.contains(value) || values.contains("*");
    }

    private boolean matchesNamespace(LabelSelector selector, Pod pod) {
        if (selector == null) {
            return true;
        }
        String name = pod.getMetadata().getNamespace();
        Namespace namespace = client.namespaces().withName(name).get();
        Map<String, String> labels = new HashMap<>();
        if (namespace != null && namespace.getMetadata().getLabels() != null) {
            labels.putAll(namespace.getMetadata().getLabels());
        }
        labels.put("kubernetes.io/metadata.name", name);
        return LabelSelectors.matches(selector, labels);
    }

    private static boolean hasAnnotation(Pod pod) {
        Map<String, String> annotations = pod.getMetadata().getAnnotations();
        return annotations != null && annotations.containsKey(ANNOTATION);
    }

    static String nameOf(Pod pod) {
        return pod.getMetadata().getNamespace() + "/"
                + (pod.getMetadata().getName() == null
                        ? pod.getMetadata().getGenerateName()
                        : pod.getMetadata().getName());
    }
}
