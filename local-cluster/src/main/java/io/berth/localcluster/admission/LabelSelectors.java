package io.berth.localcluster.admission;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Kubernetes' label selectors. */
final class LabelSelectors {

    private LabelSelectors() {}

    /** An absent or empty selector selects everything. */
    static boolean matches(@Nullable LabelSelector selector, @Nullable Map<String, String> labels) {
        Map<String, String> present = labels == null ? Map.of() : labels;
        return selector == null
                || ((selector.getMatchLabels() == null
                                || present.entrySet()
                                        .containsAll(selector.getMatchLabels().entrySet()))
                        && selector.getMatchExpressions().stream().allMatch(each -> matches(each, present)));
    }

    private static boolean matches(LabelSelectorRequirement requirement, Map<String, String> labels) {
        String value = labels.get(requirement.getKey());
        return switch (requirement.getOperator()) {
            case "In" -> value != null && requirement.getValues().contains(value);
            case "NotIn" -> value == null || !requirement.getValues().contains(value);
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            default ->
                throw new IllegalArgumentException("Unknown operator of a label selector: "
                        + requirement.getOperator() + " for key " + requirement.getKey()
                        + "; known are In, NotIn, Exists, DoesNotExist");
        };
    }
}
