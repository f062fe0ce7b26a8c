package io.berth.operator.webhook;

import static java.util.Objects.requireNonNull;

import io.berth.operator.config.PodSelector;
import io.berth.operator.config.WebhookConfig;
import io.berth.operator.config.WebhookConfig.FailurePolicy;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MatchCondition;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The webhooks as they are to be registered: one for all network types, or, where some have another failure policy, one
 * for each policy. No pod is covered by both.
 *
 * @param client where the webhook is, without a bundle
 */
record WantedWebhooks(WebhookConfig config, Webhook.Surroundings surroundings, WebhookClientConfig client) {
    private static final String NAME = "pods.network.berth.io";
    private static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";

    WantedWebhooks {
        requireNonNull(config, "config is null");
        requireNonNull(surroundings, "surroundings is null");
        requireNonNull(client, "client is null");
    }

    List<MutatingWebhook> with(String bundle) {
        List<String> others = config.failurePolicyOf().entrySet().stream()
                .filter(entry -> entry.getValue() != config.failurePolicy())
                .map(entry -> entry.getKey())
                .sorted()
                .toList();
        if (others.isEmpty()) {
            return List.of(webhook(NAME, config.failurePolicy(), bundle, Optional.empty()));
        }
        FailurePolicy other = config.failurePolicy() == FailurePolicy.FAIL ? FailurePolicy.IGNORE : FailurePolicy.FAIL;
        String isOther = isOneOf(others);
        return List.of(
                webhook(
                        NAME,
                        config.failurePolicy(),
                        bundle,
                        Optional.of(condition("has-no-policy-of-its-own", "!(" + isOther + ")"))),
                webhook(
                        other == FailurePolicy.FAIL ? "closed." + NAME : "open." + NAME,
                        other,
                        bundle,
                        Optional.of(condition("has-a-policy-of-its-own", isOther))));
    }

    private MutatingWebhook webhook(
            String name, FailurePolicy policy, String bundle, Optional<MatchCondition> ofPolicy) {
        List<MatchCondition> conditions = new ArrayList<>();
        if (config.selectLabel().isEmpty()) {
            conditions.add(condition("has-network-type", hasType()));
        }
        ofPolicy.ifPresent(conditions::add);
        return new MutatingWebhookBuilder()
                .withName(name)
                .withClientConfig(client.toBuilder().withCaBundle(bundle).build())
                .addNewRule()
                .withOperations("CREATE")
                .withApiGroups("")
                .withApiVersions("v1")
                .withResources("pods")
                .withScope("Namespaced")
                .endRule()
                .withAdmissionReviewVersions("v1")
                .withFailurePolicy(policy.text())
                .withMatchPolicy("Equivalent")
                .withReinvocationPolicy("IfNeeded")
                .withSideEffects("NoneOnDryRun")
                .withTimeoutSeconds((int) config.timeout().toSeconds())
                .withNamespaceSelector(namespaces())
                .withObjectSelector(pods())
                .withMatchConditions(conditions)
                .build();
    }

    private static MatchCondition condition(String name, String expression) {
        MatchCondition condition = new MatchCondition();
        condition.setName(name);
        condition.setExpression(expression);
        return condition;
    }

    private String hasType() {
        return "has(object.metadata.annotations) && %s in object.metadata.annotations"
                .formatted(quoted(surroundings.annotation()));
    }

    private String isOneOf(List<String> types) {
        return "%s && object.metadata.annotations[%s] in [%s]"
                .formatted(
                        hasType(),
                        quoted(surroundings.annotation()),
                        types.stream().map(WantedWebhooks::quoted).collect(Collectors.joining(", ")));
    }

    /** A text in CEL. */
    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    /** Pods of other namespaces are nobody's here, so their creation may not depend on this operator. */
    private LabelSelector namespaces() {
        LabelSelectorBuilder builder = new LabelSelectorBuilder();
        if (!surroundings.namespaces().isEmpty()) {
            builder.addNewMatchExpression()
                    .withKey(NAMESPACE_NAME)
                    .withOperator("In")
                    .withValues(surroundings.namespaces())
                    .endMatchExpression();
        }
        return builder.build();
    }

    private LabelSelector pods() {
        LabelSelectorBuilder builder = new LabelSelectorBuilder();
        config.selectLabel().ifPresent(label -> {
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
        surroundings
                .podSelector()
                .map(PodSelector::requirements)
                .orElse(List.of())
                .forEach(requirement -> builder.addNewMatchExpression()
                        .withKey(requirement.label())
                        .withOperator(requirement.operator().text())
                        .withValues(requirement.values())
                        .endMatchExpression());
        return builder.build();
    }
}
