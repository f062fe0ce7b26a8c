package io.berth.tck.service;

import static java.util.Objects.requireNonNull;

import io.berth.spi.NetworkException;
import io.berth.spi.NetworkException.Kind;
import io.berth.spi.cloud.loadbalancer.Page;
import io.berth.spi.cloud.service.ServiceDraft;
import io.berth.spi.cloud.service.ServiceReads;
import io.berth.spi.cloud.service.ServiceSelection;
import io.berth.spi.cloud.service.ServiceView;
import io.berth.spi.cloud.service.ServiceWrites;
import io.berth.tck.sim.Chance;
import io.berth.tck.sim.FarSide.Mood;
import io.berth.tck.sim.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The API server as one operator reaches it: in bad weather it throttles, loses replies and is late. */
final class PlayedApi implements ServiceReads, ServiceWrites {
    /** Told what is about to be changed, and what has come of it. */
    interface Hearing {
        <A> A of(String action, Optional<ServiceDraft> draft, Optional<ServiceView> before, Supplier<A> request);
    }

    private static final int PAGE = 3;
    private static final Duration LATE = Duration.ofMillis(1500);

    private final VirtualTime time;
    private final Chance chance;
    private final PlayedServices services;
    private final Supplier<Mood> mood;
    private final Hearing hearing;
    private final Runnable late;

    /** @param late called when a request that nobody waited for has changed something */
    PlayedApi(
            VirtualTime time,
            Chance chance,
            PlayedServices services,
            Supplier<Mood> mood,
            Hearing hearing,
            Runnable late) {
        this.time = requireNonNull(time, "time is null");
        this.chance = requireNonNull(chance, "chance is null");
        this.services = requireNonNull(services, "services is null");
        this.mood = requireNonNull(mood, "mood is null");
        this.hearing = requireNonNull(hearing, "hearing is null");
        this.late = requireNonNull(late, "late is null");
    }

    @Override
    public Optional<ServiceView> service(String namespace, String name) {
        stumble();
        return services.read(namespace, name);
    }

    /** The token is the last one's name: what comes and goes meanwhile hides nothing else. */
    @Override
    public Page<ServiceView> services(ServiceSelection which, Optional<String> token) {
        stumble();
        List<ServiceView> left = services.all().stream()
                .filter(which::takes)
                .filter(service ->
                        token.map(last -> id(service).compareTo(last) > 0).orElse(true))
                .toList();
        List<ServiceView> some = left.subList(0, Math.min(PAGE, left.size()));
        return new Page<>(some, left.size() > PAGE ? Optional.of(id(some.get(some.size() - 1))) : Optional.empty());
    }

    private static String id(ServiceView service) {
        return service.namespace() + "/" + service.name();
    }

    @Override
    public ServiceView create(ServiceDraft draft) {
        return write("create", Optional.of(draft), draft.namespace(), draft.name(), () -> services.create(draft, true));
    }

    @Override
    public ServiceView replace(ServiceDraft draft, String uid, String resourceVersion) {
        return write(
                "replace",
                Optional.of(draft),
                draft.namespace(),
                draft.name(),
                () -> services.replace(draft, uid, resourceVersion));
    }

    @Override
    public void delete(String namespace, String name, String uid) {
        write("delete", Optional.empty(), namespace, name, () -> {
            services.delete(namespace, name, uid);
            return true;
        });
    }

    private <A> A write(
            String action, Optional<ServiceDraft> draft, String namespace, String name, Supplier<A> request) {
        return hearing.of(action + " " + namespace + "/" + name, draft, services.read(namespace, name), () -> {
            stumble();
            if (mood.get() != Mood.STORMY || !chance.of(0.15)) {
                return request.get();
            }
            switch (chance.below(3)) {
                case 0 -> requireNonNull(request.get(), "an answer is null");
                case 1 -> {}
                default -> time.after(chance.millis(1, (int) LATE.toMillis()), () -> arrivesLate(request));
            }
            throw new NetworkException(Kind.OUTCOME_UNKNOWN, "no answer in time");
        });
    }

    private void arrivesLate(Supplier<?> request) {
        try {
            requireNonNull(request.get(), "an answer is null");
        } catch (NetworkException e) {
            // Nobody hears of it.
            return;
        }
        late.run();
    }

    private void stumble() {
        if (mood.get() == Mood.DOWN) {
            throw new NetworkException(Kind.UNAVAILABLE, "the API server is down");
        }
        if (mood.get() == Mood.STORMY && chance.of(0.1)) {
            throw new NetworkException(
                    Kind.THROTTLED, "too many requests", "429", "", Optional.of(Duration.ofMillis(700)), null);
        }
    }
}
