package io.berth.localcluster.junit;

import io.berth.localcluster.ClusterTier;
import io.berth.localcluster.LocalCluster;
import io.berth.localcluster.MissingControlPlaneException;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.platform.commons.support.AnnotationSupport;

/** One run of a test class per tier; starts each shared cluster when its first test needs it. */
final class ClusterTiers implements ClassTemplateInvocationContextProvider {

    static final String POLICY = "BERTH_REAL_CONTROL_PLANE";

    private static final System.Logger LOG = System.getLogger(ClusterTiers.class.getName());
    private static final Namespace NAMESPACE = Namespace.create(ClusterTiers.class);

    @Override
    public boolean supportsClassTemplate(ExtensionContext context) {
        return AnnotationSupport.isAnnotated(context.getTestClass(), OnEveryCluster.class);
    }

    @Override
    public Stream<ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(ExtensionContext context) {
        OnEveryCluster wanted = AnnotationSupport.findAnnotation(context.getTestClass(), OnEveryCluster.class)
                .orElseThrow();
        Store shared = context.getRoot().getStore(NAMESPACE);
        return Arrays.stream(wanted.value()).map(tier -> run(tier, shared));
    }

    private static ClassTemplateInvocationContext run(ClusterTier tier, Store shared) {
        Optional<String> reason = tier == ClusterTier.REAL ? reasonToSkipReal(shared) : Optional.empty();
        Extension extension = reason.<Extension>map(Skipped::new)
                .orElseGet(() -> new SandboxPerTest(
                        () -> shared.computeIfAbsent(tier, ClusterTiers::start, SharedCluster.class)));
        return new ClassTemplateInvocationContext() {
            @Override
            public String getDisplayName(int invocationIndex) {
                return tier.name().toLowerCase(Locale.ROOT);
            }

            @Override
            public List<Extension> getAdditionalExtensions() {
                return List.of(extension);
            }
        };
    }

    private static SharedCluster start(ClusterTier tier) {
        return new SharedCluster(
                switch (tier) {
                    case EMBEDDED -> LocalCluster.embedded();
                    case REAL -> LocalCluster.real();
                });
    }

    private static Optional<String> reasonToSkipReal(Store shared) {
        return switch (RealTierPolicy.parse(POLICY, System.getenv(POLICY))) {
            case REQUIRED -> Optional.empty(); // starting it says what is missing
            case OFF -> Optional.of(POLICY + " is off");
            case OPTIONAL ->
                shared.computeIfAbsent("absence", key -> lookOnce(), Absence.class)
                        .reason();
        };
    }

    private record Absence(Optional<String> reason) {}

    private static Absence lookOnce() {
        try {
            LocalCluster.requireReal();
            return new Absence(Optional.empty());
        } catch (MissingControlPlaneException e) {
            LOG.log(Level.WARNING, "Tests on the real control plane are skipped. {0}", e.getMessage());
            return new Absence(Optional.of(String.valueOf(e.getMessage())));
        }
    }

    private record Skipped(String reason) implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return ConditionEvaluationResult.disabled(reason);
        }
    }
}
