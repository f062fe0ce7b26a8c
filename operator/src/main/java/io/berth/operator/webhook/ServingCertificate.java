package io.berth.operator.webhook;

import static java.util.Objects.requireNonNull;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A private key and its certificate.
 *
 * @param chain the certificate itself first
 */
record ServingCertificate(PrivateKey key, List<X509Certificate> chain) {
    ServingCertificate {
        requireNonNull(key, "key is null");
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("A certificate is needed");
        }
    }

    X509Certificate leaf() {
        return chain.get(0);
    }

    /** The key is nobody's business. */
    @Override
    public String toString() {
        return "certificate of %s until %s"
                .formatted(
                        leaf().getSubjectX500Principal(), leaf().getNotAfter().toInstant());
    }
}
