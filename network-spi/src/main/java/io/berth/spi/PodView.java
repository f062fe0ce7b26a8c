package io.berth.spi;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A pod as somebody saw it: of one version, perhaps not the newest. */
public record PodView(
        PodRef ref,
        String resourceVersion,
        PodTemplateView template,
        Instant createdAt,
        Optional<Deletion> deletion,
        Set<String> finalizers,
        Optional<String> nodeName,
        Phase phase,
        List<IpAddress> ips)
        implements Subject {

    public enum Phase {
        PENDING,
        RUNNING,
        SUCCEEDED,
        FAILED,
        UNKNOWN
    }

    /**
     * @param at the deletionTimestamp: the end of the grace period, not its beginning
     * @param grace how long the containers have from the request on
     */
    public record Deletion(Instant at, Duration grace) {
        public Deletion {
            requireNonNull(at, "at is null");
            requireNonNull(grace, "grace is null");
        }

        public Instant requestedAt() {
            return at.minus(grace);
        }
    }

    public PodView {
        requireNonNull(ref, "ref is null");
        requireNonNull(resourceVersion, "resourceVersion is null");
        requireNonNull(template, "template is null");
        requireNonNull(createdAt, "createdAt is null");
        requireNonNull(deletion, "deletion is null");
        finalizers = Set.copyOf(finalizers);
        requireNonNull(nodeName, "nodeName is null");
        requireNonNull(phase, "phase is null");
        ips = List.copyOf(ips);
    }

    @Override
    public Holder holder() {
        return new Holder.Pod(ref);
    }

    @Override
    public String namespace() {
        return ref.namespace();
    }

    @Override
    public String name() {
        return ref.name();
    }

    public String uid() {
        return ref.uid();
    }

    public Map<String, String> labels() {
        return template.labels();
    }

    public Map<String, String> annotations() {
        return template.annotations();
    }

    /** All containers have ended for good; the object may stay, as an evicted pod does beside its replacement. */
    public boolean isFinished() {
        return phase == Phase.SUCCEEDED || phase == Phase.FAILED;
    }
}
