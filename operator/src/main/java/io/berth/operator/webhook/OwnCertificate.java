package io.berth.operator.webhook;

import static java.util.Objects.requireNonNull;

import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A certificate of this process's own making, renewed when a third of its time is left. */
final class OwnCertificate implements CertificateSource {
    private static final Duration RENEWED_BEFORE = SelfSigned.VALID.dividedBy(3);

    private final Set<String> names;
    private final InstantSource clock;
    private final SecureRandom random;

    /** @param names DNS names and IP addresses under which the server is reached */
    OwnCertificate(Set<String> names, InstantSource clock, SecureRandom random) {
        this.names = Set.copyOf(names);
        this.clock = requireNonNull(clock, "clock is null");
        this.random = requireNonNull(random, "random is null");
    }

    @Override
    public ServingCertificate first() {
        return SelfSigned.create(names, clock.instant(), random);
    }

    @Override
    public Optional<ServingCertificate> next(ServingCertificate present) {
        return clock.instant().isBefore(present.leaf().getNotAfter().toInstant().minus(RENEWED_BEFORE))
                ? Optional.empty()
                : Optional.of(first());
    }

    @Override
    public List<X509Certificate> authorities(ServingCertificate shown) {
        return List.of(shown.leaf());
    }

    @Override
    public boolean isOwn() {
        return true;
    }
}
