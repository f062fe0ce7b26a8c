package io.berth.runtime;

import io.berth.spi.IpAddress;
import io.berth.spi.Key;
import io.berth.spi.NetworkException;
import io.berth.spi.Occupant;
import io.berth.spi.PodRef;
import io.berth.spi.PodView;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Proves that whoever is served there has no right to it any more: the API server itself is asked, never a cache. Used
 * on workers.
 */
final class Evictions {
    private final Core core;

    Evictions(Core core) {
        this.core = core;
    }

    /**
     * @param by who holds the keys now
     * @throws NetworkException CONFLICT if the occupant lives and has a claim
     */
    void prove(Occupant occupant, PodRef by, Set<Key> touches) {
        Optional<PodView> alive;
        if (occupant instanceof Occupant.Pod pod) {
            PodRef ref = pod.ref();
            alive = core.pods
                    .read(ref.namespace(), ref.name())
                    .filter(read -> read.uid().equals(ref.uid()))
                    .filter(this::holds);
        } else if (occupant instanceof Occupant.Uid uid) {
            alive = claimed().stream()
                    .filter(pod -> pod.uid().equals(uid.uid()))
                    .findFirst();
        } else {
            IpAddress ip = ((Occupant.Ip) occupant).ip();
            alive = claimed().stream()
                    .filter(pod -> !pod.uid().equals(by.uid()) && pod.ips().contains(ip))
                    .filter(pod -> claims(pod, touches))
                    .findFirst();
        }
        if (alive.isPresent()) {
            throw new NetworkException(
                    NetworkException.Kind.CONFLICT,
                    "Pod %s lives and has a claim; it is not evicted"
                            .formatted(alive.get().ref()));
        }
    }

    private List<PodView> claimed() {
        return core.pods.listClaimed().stream().filter(this::holds).toList();
    }

    private boolean holds(PodView pod) {
        return !pod.isFinished() && claim(pod).isPresent();
    }

    private Optional<String> claim(PodView pod) {
        return Ours.of(pod, core.settings.keys()).claim();
    }

    private boolean claims(PodView pod, Set<Key> touches) {
        return claim(pod)
                .flatMap(EnvelopeCodec::read)
                .filter(envelope -> envelope.uid().equals(pod.uid()))
                .filter(envelope -> envelope.keys().stream().anyMatch(touches::contains))
                .isPresent();
    }
}
