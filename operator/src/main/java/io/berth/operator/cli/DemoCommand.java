package io.berth.operator.cli;

import io.berth.localcluster.LocalCluster;
import io.berth.localcluster.MissingControlPlaneException;
import io.berth.operator.config.ConfigDraft;
import io.berth.operator.demo.DemoSession;
import io.berth.operator.demo.DemoView;
import io.berth.operator.demo.JsonLines;
import io.berth.operator.demo.LiveTable;
import io.berth.operator.demo.PlainLines;
import io.berth.operator.plan.Manifests;
import io.berth.runtime.Providers;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code berth demo}. */
@Command(
        name = "demo",
        description = {
            "Starts a throw-away cluster and the operator, gives pods their addresses, kills the operator, and shows that"
                    + " nothing is lost and nothing is left.",
            "The cluster is a real Kubernetes control plane where its programs are found, else one that is played in"
                    + " this process."
        },
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private static final int TABLE_ROWS = 20;

    /** The script says it: the JDK itself cannot tell reliably. */
    private static final String TERMINAL = "berth.terminal";

    @Option(
            names = {"-f", "--filename"},
            paramLabel = "FILE",
            description =
                    "Your own Pods, StatefulSets, Deployments, GameServerSets in place of the demo's. May be repeated.")
    private List<Path> files = List.of();

    @Option(names = "--real-api-server", description = "Nothing but a real control plane will do.")
    private boolean real;

    @Option(names = "--embedded-api-server", description = "The played cluster, even if a real one could be had.")
    private boolean embedded;

    @Option(names = "--json", description = "A JSON object per line on standard output, and nothing else there.")
    private boolean json;

    @Option(names = "--keep", description = "When all has been shown, keep everything running until Ctrl-C.")
    private boolean keep;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Providers providers = PlanningMixin.providers();
        Set<String> served;
        try (ConfigDraft.Checked checked = PlanningMixin.sample().check(providers, Map.of())) {
            served = checked.catalog().networkTypes();
        }
        DemoSession.Wanted wanted = new DemoSession.Wanted(
                Berth.class.getName(),
                PlanningMixin.sampleText(),
                served,
                files.isEmpty() ? List.of() : Manifests.read(files),
                keep);
        DemoView view = view(spec.commandLine().getOut());
        view.step("Starting a cluster");
        try (LocalCluster cluster = cluster()) {
            return DemoSession.run(cluster, wanted, view) ? 0 : Berth.WRONG;
        } catch (MissingControlPlaneException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return Berth.WRONG;
        }
    }

    private LocalCluster cluster() {
        if (real) {
            return LocalCluster.real();
        }
        return embedded ? LocalCluster.embedded() : LocalCluster.best();
    }

    private DemoView view(PrintWriter out) {
        if (json) {
            return new JsonLines(out);
        }
        return Boolean.getBoolean(TERMINAL) ? new LiveTable(out, TABLE_ROWS) : new PlainLines(out);
    }
}
