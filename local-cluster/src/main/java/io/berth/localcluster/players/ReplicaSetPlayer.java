package io.berth.localcluster.players;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatus;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** ReplicaSets: so many pods, under random names, made again when they are gone or have ended. */
final class ReplicaSetPlayer implements Player {

    /** Without vowels and what looks alike, as Kubernetes does. */
    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

    private static final int SUFFIX_LENGTH = 5;

    private final KubernetesClient client;
    private final WorkloadPods pods;
    private final RandomGenerator random;
    private final ControlLoop<ObjectKey> loop = new ControlLoop<>("replicaset-player", this::reconcile);

    ReplicaSetPlayer(KubernetesClient client, ClusterInformers informers, WorkloadPods pods, RandomGenerator random) {
        this.client = client;
        this.pods = pods;
        this.random = random;
        informers.onReplicaSet(set -> loop.add(ObjectKey.of(set)));
        informers.onPod(pod -> PodStates.controller(pod)
                .filter(owner -> owner.getKind().equals("ReplicaSet"))
                .ifPresent(owner -> loop.add(ObjectKey.ownerOf(pod, owner))));
    }

    private void reconcile(ObjectKey key) {
        ReplicaSet set = client.apps()
                .replicaSets()
                .inNamespace(key.namespace())
                .withName(key.name())
                .get();
        if (set == null || PodStates.isTerminating(set)) {
            return;
        }
        List<Pod> active = pods.of(set).stream()
                .filter(pod -> !PodStates.isTerminating(pod) && !PodStates.isFinished(pod))
                .toList();
        writeStatus(set, active);
        int wanted = set.getSpec().getReplicas() == null ? 1 : set.getSpec().getReplicas();
        for (int i = active.size(); i < wanted; i++) {
            pods.create(set, set.getSpec().getTemplate(), set.getMetadata().getName() + "-" + suffix(), Map.of());
        }
        active.stream()
                .sorted(Comparator.comparing(PodStates::isReady)
                        .thenComparing(pod -> pod.getMetadata().getCreationTimestamp(), Comparator.reverseOrder()))
                .limit(Math.max(0, active.size() - wanted))
                .forEach(pods::delete);
    }

    private String suffix() {
        StringBuilder suffix = new StringBuilder();
        for (int i = 0; i < SUFFIX_LENGTH; i++) {
            suffix.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return suffix.toString();
    }

    private void writeStatus(ReplicaSet set, List<Pod> active) {
        int ready = (int) active.stream().filter(PodStates::isReady).count();
        ReplicaSetStatus status = new ReplicaSetStatusBuilder()
                .withObservedGeneration(set.getMetadata().getGeneration())
                .withReplicas(active.size())
                .withReadyReplicas(ready)
                .withAvailableReplicas(ready)
                .build();
        if (!status.equals(set.getStatus())) {
            client.resource(new ReplicaSetBuilder(set).withStatus(status).build())
                    .update();
        }
    }

    @Override
    public void close() {
        loop.close();
    }
}
