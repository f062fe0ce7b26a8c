package io.berth.operator.demo;

import static java.util.Objects.requireNonNull;

import io.berth.localcluster.LocalCluster;
import io.berth.operator.demo.clouds.SimulatedClouds;
import io.berth.operator.plan.Manifest;
import io.berth.runtime.AnnotationKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A demo with its folder: the operator's configuration and log. */
public final class DemoSession {
    /** What the demo's operator has beside the network types: one process on this machine, quick to take over. */
    private static final String SURROUNDINGS = """

            leaderElection:
              namespace: %s
              name: %s
              leaseDuration: 4s
              retryPeriod: 500ms
              margin: 1s
            webhook:
              host: 127.0.0.1
              port: 0
              register: true
              configurationName: berth-demo
              failurePolicy: Fail
              timeout: 5s
            health:
              host: 127.0.0.1
              port: 0
            """;

    private static final int LAST_LINES = 15;

    /**
     * @param main the class whose {@code operator} command runs the operator
     * @param networkTypes YAML: identity and network types of the operator's configuration, those of the simulated clouds
     *     left out; it ends with the network types
     * @param served the network types in it
     * @param manifests the user's own workloads; empty: one of each network type
     * @param keep wait, when all has been shown, until the process is told to end
     */
    public record Wanted(
            String main, String networkTypes, Collection<String> served, List<Manifest> manifests, boolean keep) {
        public Wanted {
            requireNonNull(main, "main is null");
            requireNonNull(networkTypes, "networkTypes is null");
            served = List.copyOf(served);
            manifests = List.copyOf(manifests);
        }
    }

    private DemoSession() {}

    /** @return whether all that was shown held */
    public static boolean run(LocalCluster cluster, Wanted wanted, DemoView view)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("berth-demo");
        // Ctrl-C is how a demo that is kept ends.
        Thread atExit = new Thread(() -> delete(folder), "berth-demo-end");
        Runtime.getRuntime().addShutdownHook(atExit);
        try (SimulatedClouds clouds = SimulatedClouds.start(wanted.manifests())) {
            Path config = Files.writeString(
                    folder.resolve("berth.yaml"),
                    wanted.networkTypes()
                            + clouds.configuration()
                            + SURROUNDINGS.formatted(Demo.leaseNamespace(), Demo.lease()));
            Path log = folder.resolve("operator.log");
            DemoWorkloads workloads = wanted.manifests().isEmpty()
                    ? DemoWorkloads.ofTypes(types(wanted, clouds))
                    : new DemoWorkloads(wanted.manifests());
            Demo.Setting setting = new Demo.Setting(wanted.main(), config, log, AnnotationKeys.openKruiseGame());
            boolean held = new Demo(cluster, clouds, setting, workloads, view).run(() -> {
                if (wanted.keep()) {
                    view.step("Everything is kept until you end this with Ctrl-C. To look around:");
                    view.step("  export KUBECONFIG=" + cluster.kubeconfig());
                    cluster.kubectl().ifPresent(kubectl -> view.step("  " + kubectl + " get pods -o wide"));
                    view.step("  the operator's log is " + log);
                    Thread.currentThread().join();
                }
            });
            if (!held) {
                showLog(log, view);
            }
            view.result(held, cluster.describe());
            return held;
        } finally {
            delete(folder);
            forget(atExit);
        }
    }

    private static List<String> types(Wanted wanted, SimulatedClouds clouds) {
        List<String> all = new ArrayList<>(wanted.served());
        all.addAll(clouds.networkTypes());
        return all;
    }

    private static void showLog(Path log, DemoView view) throws IOException {
        List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
        view.step("The end of the operator's log:");
        lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()).forEach(line -> view.step("  " + line));
    }

    private static void forget(Thread atExit) {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The process ends, and has begun to run it.
        }
    }

    /** As far as it can be: the operator may be writing its last words. */
    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            // It has been deleted.
        }
    }
}
