package io.berth.operator.demo;

import static java.util.Objects.requireNonNull;

import io.berth.localcluster.LocalCluster;
import io.berth.operator.demo.DemoView.Check;
import io.berth.operator.demo.clouds.SimulatedClouds;
import io.berth.runtime.AnnotationKeys;
import io.berth.spi.Reason;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The demo from its cluster to its proof. What is checked is read from the API server, not from the operator, which
 * runs as a process of its own and is killed in the middle.
 */
public final class Demo {
    private static final String LEASE_NAMESPACE = "default";
    private static final String LEASE = "berth-demo";
    private static final int NODES = 3;
    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration ADDRESSES = Duration.ofSeconds(90);
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration TAKE_OVER = Duration.ofSeconds(30);
    private static final Duration END = Duration.ofSeconds(90);
    private static final Duration STOP = Duration.ofSeconds(30);

    /** Only whoever wrote the pod can mend these. */
    private static final Set<Reason> REFUSALS =
            Set.copyOf(EnumSet.of(Reason.UNKNOWN_NETWORK_TYPE, Reason.BAD_PARAMETERS, Reason.HOST_PORT_MISSING));

    /**
     * @param main the class whose {@code operator} command runs the operator
     * @param config the operator's configuration
     * @param log where the operator's log goes
     */
    public record Setting(String main, Path config, Path log, AnnotationKeys keys) {
        public Setting {
            requireNonNull(main, "main is null");
            requireNonNull(config, "config is null");
            requireNonNull(log, "log is null");
            requireNonNull(keys, "keys is null");
        }
    }

    private final LocalCluster cluster;
    private final SimulatedClouds clouds;
    private final KubernetesClient client;
    private final Setting setting;
    private final DemoWorkloads workloads;
    private final DemoView view;
    private boolean held = true;

    Demo(LocalCluster cluster, SimulatedClouds clouds, Setting setting, DemoWorkloads workloads, DemoView view) {
        this.cluster = cluster;
        this.clouds = clouds;
        this.client = cluster.client();
        this.setting = setting;
        this.workloads = workloads;
        this.view = view;
    }

    /**
     * @param pause what to do when all pods have been shown and before they are deleted: with {@code --keep} it waits
     * @return whether all checks held
     */
    boolean run(Pause pause) throws IOException, InterruptedException {
        view.step("API server: " + cluster.describe());
        for (int i = 1; i <= NODES; i++) {
            cluster.addNode("node-" + i, "10.0.0." + i, "203.0.113." + i);
        }
        view.step("%d nodes, with the external addresses 203.0.113.1 to 203.0.113.%d".formatted(NODES, NODES));
        clouds.follow(client);
        view.step("Simulated clouds for " + String.join(", ", clouds.networkTypes()));
        OperatorProcess operator =
                OperatorProcess.start(setting.main(), setting.config(), cluster.kubeconfig(), setting.log());
        try (PodBoard board = new PodBoard(client, setting.keys(), view, System::nanoTime)) {
            if (!check("the operator is ready", operator.awaitReady(START), "process " + operator.pid())) {
                return false;
            }
            if (!create(board)) {
                return false;
            }
            Map<String, String> before = addresses(board);
            String leader = leader();
            view.step("Killing the operator with SIGKILL, process " + operator.pid());
            operator.kill();
            check(
                    "the addresses are there while no operator runs",
                    addresses(board).equals(before),
                    "");
            operator = OperatorProcess.start(setting.main(), setting.config(), cluster.kubeconfig(), setting.log());
            view.step("Started again, process " + operator.pid());
            boolean back = operator.awaitReady(START) && awaitOtherLeader(leader);
            check("the operator is back and leads", back, back ? leader() : "");
            replaceOne(board, before);
            check("every other pod has the address that it had", sameAddresses(before, addresses(board)), "");
            pause.hold();
            delete(board);
            check("the operator ended in order on SIGTERM", operator.stop(STOP), "");
            check("the lease was given back", leader().isEmpty(), leader());
            return held;
        } finally {
            operator.stop(STOP);
        }
    }

    /** What to wait for before everything is deleted. */
    interface Pause {
        void hold() throws InterruptedException;
    }

    private boolean create(PodBoard board) throws InterruptedException {
        workloads.manifests().forEach(manifest -> view.step("Creating " + manifest));
        workloads.create(cluster);
        int expected = workloads.expectedPods(setting.keys());
        boolean ready = awaitAddresses(board, expected);
        List<PodRow> rows = board.rows();
        String detail = rows.stream()
                .filter(row -> !row.isReady())
                .map(row -> row.fullName() + " is " + row.state() + said(row))
                .collect(Collectors.joining("; "));
        return check(
                "%d of %d pods have their address"
                        .formatted(rows.stream().filter(PodRow::isReady).count(), Math.max(expected, rows.size())),
                ready && !rows.isEmpty(),
                detail);
    }

    /** False: they do not come in time, or what is missing does not come at all, as pods were refused. */
    private boolean awaitAddresses(PodBoard board, int expected) throws InterruptedException {
        long end = System.nanoTime() + ADDRESSES.toNanos();
        while (System.nanoTime() - end < 0) {
            if (board.await(
                    LOOK, rows -> rows.size() >= expected && rows.stream().allMatch(PodRow::isReady))) {
                return true;
            }
            List<PodRow> rows = board.rows();
            if (rows.size() >= expected
                    && rows.stream().filter(row -> !row.isReady()).allMatch(this::isRefused)) {
                return false;
            }
        }
        return false;
    }

    private boolean isRefused(PodRow row) {
        return warnings(row)
                .anyMatch(event ->
                        REFUSALS.stream().anyMatch(reason -> reason.text().equals(event.getReason())));
    }

    /** What the operator says on the pod, and what Kubernetes does. */
    private String said(PodRow row) {
        return warnings(row)
                .map(event -> " (" + event.getReason() + ": " + event.getMessage() + ")")
                .distinct()
                .collect(Collectors.joining());
    }

    private Stream<Event> warnings(PodRow row) {
        return client.v1().events().inNamespace(row.namespace()).list().getItems().stream()
                .filter(event -> row.uid().equals(event.getInvolvedObject().getUid()))
                .filter(event -> "Warning".equals(event.getType()));
    }

    /** Shows that the operator which was started again not only watches. */
    private void replaceOne(PodBoard board, Map<String, String> before) throws InterruptedException {
        Optional<PodRow> chosen =
                board.rows().stream().filter(PodRow::replaceable).findFirst();
        if (chosen.isEmpty()) {
            return;
        }
        PodRow row = chosen.get();
        int count = board.rows().size();
        view.step("Deleting pod " + row.fullName() + ", which its controller creates again");
        client.pods().inNamespace(row.namespace()).withName(row.name()).delete();
        boolean again = board.await(
                END,
                rows -> rows.size() == count
                        && rows.stream().noneMatch(other -> other.uid().equals(row.uid()))
                        && rows.stream().allMatch(PodRow::isReady));
        check("the pod that replaces it has an address", again, "");
        before.remove(row.uid());
    }

    /** The status of every pod, to the letter: not even a time in it may change. */
    private static Map<String, String> addresses(PodBoard board) {
        Map<String, String> addresses = new LinkedHashMap<>();
        board.rows().forEach(row -> addresses.put(row.uid(), row.status()));
        return addresses;
    }

    private static boolean sameAddresses(Map<String, String> before, Map<String, String> after) {
        return before.entrySet().stream().allMatch(entry -> entry.getValue().equals(after.get(entry.getKey())));
    }

    private String leader() {
        Lease lease =
                client.leases().inNamespace(LEASE_NAMESPACE).withName(LEASE).get();
        return lease == null || lease.getSpec() == null || lease.getSpec().getHolderIdentity() == null
                ? ""
                : lease.getSpec().getHolderIdentity();
    }

    private boolean awaitOtherLeader(String former) throws InterruptedException {
        long end = System.nanoTime() + TAKE_OVER.toNanos();
        while (System.nanoTime() - end < 0) {
            String now = leader();
            if (!now.isEmpty() && !now.equals(former)) {
                return true;
            }
            Thread.sleep(100);
        }
        return false;
    }

    private void delete(PodBoard board) throws InterruptedException {
        view.step("Deleting everything");
        workloads.delete(client);
        board.await(END, List::isEmpty);
        List<String> left = new ArrayList<>(Remains.find(client, setting.keys()));
        check("nothing is held", left.isEmpty(), String.join("; ", left));
        List<String> standing = clouds.standing();
        check("nothing is left in the clouds", standing.isEmpty(), String.join("; ", standing));
    }

    private boolean check(String what, boolean isSo, String detail) {
        view.check(new Check(what, isSo, detail));
        held &= isSo;
        return isSo;
    }

    static String lease() {
        return LEASE;
    }

    static String leaseNamespace() {
        return LEASE_NAMESPACE;
    }
}
