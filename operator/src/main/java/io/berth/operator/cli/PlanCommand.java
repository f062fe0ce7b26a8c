package io.berth.operator.cli;

import io.berth.operator.config.ConfigDraft;
import io.berth.operator.plan.Manifest;
import io.berth.operator.plan.Manifests;
import io.berth.operator.plan.Planner;
import io.berth.operator.plan.PodPlan;
import io.berth.operator.runtime.ApiClient;
import io.berth.operator.runtime.ApiServerException;
import io.berth.runtime.Providers;
import io.berth.runtime.kubernetes.KubernetesViews;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code berth plan}: what would each pod get, and why. */
@Command(
        name = "plan",
        description = "Says what each pod of the manifests would get, and why. It changes nothing anywhere.",
        mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
    @Mixin
    private final PlanningMixin planning = new PlanningMixin();

    @Option(
            names = {"-f", "--filename"},
            required = true,
            paramLabel = "FILE",
            description = "Manifests of Pods, StatefulSets, Deployments, ReplicaSets, GameServerSets. May be repeated.")
    private List<Path> files = List.of();

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "Count the nodes and the host ports of this cluster. It is only read.")
    private @Nullable Path kubeconfig;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            defaultValue = "3",
            description = "Without --kubeconfig: how many nodes there are (default: ${DEFAULT-VALUE}).")
    private int nodes;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        List<Manifest> manifests = Manifests.read(files);
        ConfigDraft draft = planning.draft();
        Providers providers = PlanningMixin.providers();
        Path cluster = kubeconfig;
        if (cluster == null || draft.config().isEmpty()) {
            try (KubernetesClient none = PlanningMixin.clientOfNoCluster();
                    ConfigDraft.Checked checked = draft.check(providers, Map.of(KubernetesClient.class, none));
                    Planner planner = PlanningMixin.planner(checked, providers)) {
                planner.nodes(nodes);
                return print(planner, manifests);
            }
        }
        try (KubernetesClient client = ApiClient.create(draft.config().get().apiServer(), Optional.of(cluster));
                ConfigDraft.Checked checked = draft.check(providers, Map.of(KubernetesClient.class, client));
                Planner planner = PlanningMixin.planner(checked, providers)) {
            read(client, planner);
            return print(planner, manifests);
        }
    }

    private static void read(KubernetesClient client, Planner planner) {
        try {
            client.nodes().list().getItems().forEach(node -> planner.node(KubernetesViews.node(node)));
            client.pods().inAnyNamespace().list().getItems().forEach(pod -> planner.existing(KubernetesViews.pod(pod)));
        } catch (KubernetesClientException e) {
            throw ApiServerException.explain(client, e);
        }
    }

    private int print(Planner planner, List<Manifest> manifests) {
        PrintWriter out = spec.commandLine().getOut();
        boolean good = true;
        for (Manifest manifest : manifests) {
            Optional<List<PodPlan>> plans = planner.plan(manifest);
            if (plans.isEmpty()) {
                out.printf("%s: makes no pods that are known here%n", manifest);
                continue;
            }
            out.printf("%s (%s)%n", manifest, manifest.source());
            for (PodPlan plan : plans.get()) {
                print(out, plan);
                good &= plan.problems().isEmpty();
            }
        }
        out.flush();
        return good ? 0 : Berth.WRONG;
    }

    private static void print(PrintWriter out, PodPlan plan) {
        out.printf(
                "  pod %s%s%n",
                plan.pod(), plan.networkType().map(type -> ", " + type).orElse(""));
        plan.inPod().forEach(text -> out.printf("    gets     %s%n", text));
        if (!plan.addresses().isEmpty()) {
            out.printf("    address  %s%n", plan.addresses());
        }
        plan.notes().forEach(text -> out.printf("    note     %s%n", text));
        plan.problems().forEach(text -> out.printf("    PROBLEM  %s%n", text));
        if (!plan.admitted()) {
            out.printf("    REFUSED  it would not be let in%n");
        }
    }
}
