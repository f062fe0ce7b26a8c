package io.berth.localcluster.players;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * Deployments: one ReplicaSet per template. A new template gets all its pods at once, and the older ones go when these are
 * ready; with strategy Recreate the older ones go first. (The real controller goes in steps; where it ends is the same.)
 */
final class DeploymentPlayer implements Player {

    private static final String HASH = "pod-template-hash";

    private final KubernetesClient client;
    private final ControlLoop<ObjectKey> loop = new ControlLoop<>("deployment-player", this::reconcile);

    DeploymentPlayer(KubernetesClient client, ClusterInformers informers) {
        this.client = client;
        informers.onDeployment(deployment -> loop.add(ObjectKey.of(deployment)));
        informers.onReplicaSet(set -> PodStates.controller(set)
                .filter(owner -> owner.getKind().equals("Deployment"))
                .ifPresent(owner -> loop.add(ObjectKey.ownerOf(set, owner))));
    }

    private void reconcile(ObjectKey key) {
        Deployment deployment = client.apps()
                .deployments()
                .inNamespace(key.namespace())
                .withName(key.name())
                .get();
        if (deployment == null || PodStates.isTerminating(deployment)) {
            return;
        }
        List<ReplicaSet> owned = client.apps().replicaSets().inNamespace(key.namespace()).list().getItems().stream()
                .filter(set -> PodStates.isControlledBy(set, deployment))
                .toList();
        String hash = WorkloadPods.revision(deployment.getSpec().getTemplate());
        String name = key.name() + "-" + hash;
        Optional<ReplicaSet> current = owned.stream()
                .filter(set -> set.getMetadata().getName().equals(name))
                .findFirst();
        List<ReplicaSet> older = owned.stream()
                .filter(set -> !set.getMetadata().getName().equals(name))
                .toList();
        int wanted = deployment.getSpec().getReplicas() == null
                ? 1
                : deployment.getSpec().getReplicas();
        writeStatus(deployment, owned, current);

        boolean recreate = deployment.getSpec().getStrategy() != null
                && Objects.equals(deployment.getSpec().getStrategy().getType(), "Recreate");
        boolean olderGone = older.stream().allMatch(set -> replicas(set) == 0);
        if (!recreate || olderGone) {
            if (current.isEmpty()) {
                client.resource(replicaSet(deployment, name, hash, wanted)).create();
            } else {
                scale(current.get(), wanted);
            }
        }
        boolean currentReady = current.filter(set -> ready(set) >= wanted).isPresent();
        if (recreate || currentReady) {
            older.forEach(set -> scale(set, 0));
        }
    }

    private void scale(ReplicaSet set, int replicas) {
        if (!Objects.equals(set.getSpec().getReplicas(), replicas)) {
            client.resource(new ReplicaSetBuilder(set)
                            .editSpec()
                            .withReplicas(replicas)
                            .endSpec()
                            .build())
                    .update();
        }
    }

    private static ReplicaSet replicaSet(Deployment deployment, String name, String hash, int replicas) {
        return new ReplicaSetBuilder()
                .withNewMetadata()
                .withNamespace(deployment.getMetadata().getNamespace())
                .withName(name)
                .withLabels(
                        deployment.getSpec().getTemplate().getMetadata() == null
                                ? null
                                : deployment
                                        .getSpec()
                                        .getTemplate()
                                        .getMetadata()
                                        .getLabels())
                .addToLabels(HASH, hash)
                .withOwnerReferences(WorkloadPods.controllerReference(deployment))
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .withSelector(deployment.getSpec().getSelector())
                .editOrNewSelector()
                .addToMatchLabels(HASH, hash)
                .endSelector()
                .withTemplate(deployment.getSpec().getTemplate())
                .editTemplate()
                .editOrNewMetadata()
                .addToLabels(HASH, hash)
                .endMetadata()
                .endTemplate()
                .endSpec()
                .build();
    }

    private void writeStatus(Deployment deployment, List<ReplicaSet> owned, Optional<ReplicaSet> current) {
        int ready = sum(owned, DeploymentPlayer::ready);
        DeploymentStatus status = new DeploymentStatusBuilder()
                .withObservedGeneration(deployment.getMetadata().getGeneration())
                .withReplicas(sum(owned, DeploymentPlayer::replicas))
                .withReadyReplicas(ready)
                .withAvailableReplicas(ready)
                .withUpdatedReplicas(current.map(DeploymentPlayer::replicas).orElse(0))
                .build();
        if (!status.equals(deployment.getStatus())) {
            client.resource(new DeploymentBuilder(deployment).withStatus(status).build())
                    .update();
        }
    }

    private static int sum(List<ReplicaSet> sets, ToIntFunction<ReplicaSet> of) {
        return sets.stream().mapToInt(of).sum();
    }

    private static int replicas(ReplicaSet set) {
        return set.getStatus() == null || set.getStatus().getReplicas() == null
                ? 0
                : set.getStatus().getReplicas();
    }

    private static int ready(ReplicaSet set) {
        return set.getStatus() == null || set.getStatus().getReadyReplicas() == null
                ? 0
                : set.getStatus().getReadyReplicas();
    }

    @Override
    public void close() {
        loop.close();
    }
}
