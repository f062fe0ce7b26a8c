package io.berth.localcluster.players;

import io.berth.localcluster.admission.PodAdmission;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.util.List;
import java.util.random.RandomGenerator;

/** All the players of one embedded API server, at work in background threads until {@link #close()}. */
public final class ClusterPlayers implements AutoCloseable {

    private final ClusterInformers informers;
    private final List<Player> players;

    private ClusterPlayers(ClusterInformers informers, List<Player> players) {
        this.informers = informers;
        this.players = players;
    }

    /** @param admission passed by every pod that the workload players make, before it is created */
    public static ClusterPlayers start(
            KubernetesClient client,
            StoredObjects objects,
            PodAdmission admission,
            Clock clock,
            RandomGenerator random) {
        ClusterInformers informers = new ClusterInformers(client);
        WorkloadPods pods = new WorkloadPods(client, admission);
        List<Player> players = List.of(
                new DeploymentPlayer(client, informers),
                new ReplicaSetPlayer(client, informers, pods, random),
                new StatefulSetPlayer(client, informers, pods),
                new SchedulerPlayer(client, informers, clock),
                new KubeletPlayer(client, informers, new PodAddresses(), clock),
                new NodePlayer(client, informers, clock),
                new GarbageCollector(objects));
        informers.start();
        return new ClusterPlayers(informers, players);
    }

    /** Waits for what the players are doing right now, and does nothing more. */
    @Override
    public void close() {
        informers.close();
        players.forEach(Player::close);
    }
}
