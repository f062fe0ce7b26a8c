package io.berth.operator.cli;

import io.berth.operator.config.ConfigDraft;
import io.berth.operator.plan.Manifest;
import io.berth.operator.plan.Manifests;
import io.berth.operator.plan.Planner;
import io.berth.operator.plan.PodPlan;
import io.berth.runtime.Providers;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code berth validate}: all problems of manifests and configuration. */
@Command(
        name = "validate",
        description = "Lists every problem of the manifests, of the configuration, or of both. It changes nothing"
                + " anywhere.",
        mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {
    @Mixin
    private final PlanningMixin planning = new PlanningMixin();

    @Option(
            names = {"-f", "--filename"},
            paramLabel = "FILE",
            description = "Manifests of Pods, StatefulSets, Deployments, ReplicaSets, GameServerSets. May be repeated.")
    private List<Path> files = List.of();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (files.isEmpty() && planning.config == null) {
            throw new ParameterException(spec.commandLine(), "Give -f with manifests, or --config, or both.");
        }
        PrintWriter out = spec.commandLine().getOut();
        List<Manifest> manifests = Manifests.read(files);
        Providers providers = PlanningMixin.providers();
        ConfigDraft draft = planning.draft();
        int problems = 0;
        try (KubernetesClient none = PlanningMixin.clientOfNoCluster();
                ConfigDraft.Checked checked = draft.check(providers, Map.of(KubernetesClient.class, none))) {
            if (planning.config != null) {
                out.printf(
                        "%s: correct; network types %s%n",
                        draft.source(), checked.catalog().networkTypes());
            }
            try (Planner planner = PlanningMixin.planner(checked, providers)) {
                planner.nodes(1);
                for (Manifest manifest : manifests) {
                    problems += print(out, manifest, planner.check(manifest));
                }
            }
        }
        out.flush();
        return problems == 0 ? 0 : Berth.WRONG;
    }

    private static int print(PrintWriter out, Manifest manifest, Optional<PodPlan> plan) {
        if (plan.isEmpty()) {
            out.printf("%s: %s: makes no pods that are known here%n", manifest.source(), manifest);
            return 0;
        }
        List<String> problems = plan.get().problems();
        problems.forEach(problem -> out.printf("%s: %s: %s%n", manifest.source(), manifest, problem));
        if (problems.isEmpty()) {
            out.printf(
                    "%s: %s: correct%s%n",
                    manifest.source(),
                    manifest,
                    plan.get().networkType().map(type -> ", " + type).orElse(", and left alone"));
        }
        return problems.size();
    }
}
