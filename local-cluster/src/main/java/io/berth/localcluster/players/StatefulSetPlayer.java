package io.berth.localcluster.players;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateStatefulSetStrategy;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetSpec;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * StatefulSets: pods named by ordinals, made again under the same name when they are gone or have ended, scaled down from the
 * highest; one at a time unless the policy is Parallel; rolling update down to its partition. Volume claims are not played.
 */
final class StatefulSetPlayer implements Player {

    static final String REVISION = "controller-revision-hash";
    private static final String POD_NAME = "statefulset.kubernetes.io/pod-name";
    private static final String POD_INDEX = "apps.kubernetes.io/pod-index";

    private final KubernetesClient client;
    private final WorkloadPods pods;
    private final ControlLoop<ObjectKey> loop = new ControlLoop<>("statefulset-player", this::reconcile);

    StatefulSetPlayer(KubernetesClient client, ClusterInformers informers, WorkloadPods pods) {
        this.client = client;
        this.pods = pods;
        informers.onStatefulSet(set -> loop.add(ObjectKey.of(set)));
        informers.onPod(pod -> PodStates.controller(pod)
                .filter(owner -> owner.getKind().equals("StatefulSet"))
                .ifPresent(owner -> loop.add(ObjectKey.ownerOf(pod, owner))));
    }

    private void reconcile(ObjectKey key) {
        StatefulSet set = client.apps()
                .statefulSets()
                .inNamespace(key.namespace())
                .withName(key.name())
                .get();
        if (set == null || PodStates.isTerminating(set)) {
            return;
        }
        Replicas replicas = new Replicas(set, pods.of(set));
        writeStatus(set, replicas);
        if (fill(replicas) && shrink(replicas)) {
            update(replicas);
        }
    }

    /** The pods that there should be, in the order of their ordinals. False: wait for one before doing anything else. */
    private boolean fill(Replicas replicas) {
        for (int ordinal = replicas.first; ordinal < replicas.end; ordinal++) {
            Pod pod = replicas.byOrdinal.get(ordinal);
            if (pod == null) {
                create(replicas, ordinal);
            } else if (PodStates.isFinished(pod) && !PodStates.isTerminating(pod)) {
                pods.delete(pod);
            }
            if (replicas.ordered && (pod == null || PodStates.isTerminating(pod) || !PodStates.isReady(pod))) {
                return false;
            }
        }
        return true;
    }

    private boolean shrink(Replicas replicas) {
        List<Pod> excess = replicas.byOrdinal.entrySet().stream()
                .filter(entry -> entry.getKey() < replicas.first || entry.getKey() >= replicas.end)
                .sorted(Map.Entry.<Integer, Pod>comparingByKey(Comparator.reverseOrder()))
                .map(Map.Entry::getValue)
                .toList();
        for (Pod pod : excess) {
            if (!PodStates.isTerminating(pod)) {
                pods.delete(pod);
            }
            if (replicas.ordered) {
                return false;
            }
        }
        return excess.isEmpty();
    }

    /** The highest pod of an older template, when every other one is well. */
    private void update(Replicas replicas) {
        if (replicas.partition < 0) {
            return;
        }
        boolean allWell = replicas.byOrdinal.values().stream()
                .allMatch(pod -> PodStates.isReady(pod) && !PodStates.isTerminating(pod));
        replicas.byOrdinal.descendingMap().entrySet().stream()
                .filter(entry -> entry.getKey() >= replicas.partition && !replicas.isCurrent(entry.getValue()))
                .findFirst()
                .filter(entry -> allWell || !PodStates.isReady(entry.getValue()))
                .filter(entry -> !PodStates.isTerminating(entry.getValue()))
                .ifPresent(entry -> pods.delete(entry.getValue()));
    }

    private void create(Replicas replicas, int ordinal) {
        StatefulSetSpec spec = replicas.set.getSpec();
        String name = replicas.set.getMetadata().getName() + "-" + ordinal;
        PodTemplateSpec template = new PodTemplateSpecBuilder(spec.getTemplate())
                .editOrNewSpec()
                .withHostname(name)
                .withSubdomain(spec.getServiceName())
                .endSpec()
                .build();
        pods.create(
                replicas.set,
                template,
                name,
                Map.of(POD_NAME, name, POD_INDEX, Integer.toString(ordinal), REVISION, replicas.revision));
    }

    private void writeStatus(StatefulSet set, Replicas replicas) {
        int ready = (int)
                replicas.byOrdinal.values().stream().filter(PodStates::isReady).count();
        int current = (int)
                replicas.byOrdinal.values().stream().filter(replicas::isCurrent).count();
        StatefulSetStatus status = new StatefulSetStatusBuilder()
                .withObservedGeneration(set.getMetadata().getGeneration())
                .withReplicas(replicas.byOrdinal.size())
                .withReadyReplicas(ready)
                .withAvailableReplicas(ready)
                .withUpdatedReplicas(current)
                .withCurrentReplicas(current)
                .withUpdateRevision(replicas.revision)
                .build();
        if (!status.equals(set.getStatus())) {
            client.resource(new StatefulSetBuilder(set).withStatus(status).build())
                    .update();
        }
    }

    @Override
    public void close() {
        loop.close();
    }

    /** One set and its pods, at one moment. */
    private static final class Replicas {

        final StatefulSet set;
        final TreeMap<Integer, Pod> byOrdinal;
        final boolean ordered;
        final int first;
        final int end;
        final String revision;
        /** The lowest ordinal that is updated; negative: pods are updated by deleting them. */
        final int partition;

        Replicas(StatefulSet set, List<Pod> pods) {
            this.set = set;
            String prefix = set.getMetadata().getName() + "-";
            byOrdinal = pods.stream()
                    .filter(pod -> pod.getMetadata()
                            .getName()
                            .substring(Math.min(
                                    prefix.length(), pod.getMetadata().getName().length()))
                            .matches("\\d{1,9}"))
                    .collect(Collectors.toMap(
                            pod -> Integer.parseInt(pod.getMetadata().getName().substring(prefix.length())),
                            pod -> pod,
                            (one, other) -> one,
                            TreeMap::new));
            StatefulSetSpec spec = set.getSpec();
            ordered = !Objects.equals(spec.getPodManagementPolicy(), "Parallel");
            first = spec.getOrdinals() == null || spec.getOrdinals().getStart() == null
                    ? 0
                    : spec.getOrdinals().getStart();
            end = first + (spec.getReplicas() == null ? 1 : spec.getReplicas());
            revision = set.getMetadata().getName() + "-" + WorkloadPods.revision(spec.getTemplate());
            partition = partition(spec);
        }

        boolean isCurrent(Pod pod) {
            return revision.equals(pod.getMetadata().getLabels().get(REVISION));
        }

        private static int partition(StatefulSetSpec spec) {
            if (spec.getUpdateStrategy() == null) {
                return 0;
            }
            if (Objects.equals(spec.getUpdateStrategy().getType(), "OnDelete")) {
                return -1;
            }
            RollingUpdateStatefulSetStrategy rolling = spec.getUpdateStrategy().getRollingUpdate();
            return rolling == null || rolling.getPartition() == null ? 0 : rolling.getPartition();
        }
    }
}
