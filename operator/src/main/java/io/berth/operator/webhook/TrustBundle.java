package io.berth.operator.webhook;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The {@code caBundle} of a webhook: certificates as PEM in base64. */
final class TrustBundle {
    /** Each start of a replica adds one; those of replicas that live come again when they were pushed out. */
    static final int MOST = 8;

    private TrustBundle() {}

    /**
     * The bundle with these certificates in it. Where replicas have certificates of their own, those that are there and
     * have not expired stay behind them.
     */
    static String with(
            Collection<X509Certificate> certificates, Optional<String> present, boolean keepOthers, Instant now) {
        List<X509Certificate> there = present.map(TrustBundle::read).orElse(List.of());
        if (keepOthers && there.containsAll(certificates)) {
            return present.orElseThrow();
        }
        Set<X509Certificate> all = new LinkedHashSet<>(certificates);
        if (keepOthers) {
            there.stream()
                    .filter(other -> other.getNotAfter().toInstant().isAfter(now))
                    .limit(Math.max(0, MOST - all.size()))
                    .forEach(all::add);
        }
        return write(all);
    }

    /** Empty if it cannot be read: then it is nothing that anybody relies on. */
    private static List<X509Certificate> read(String bundle) {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory.getInstance("X.509")
                    .generateCertificates(
                            new ByteArrayInputStream(Base64.getMimeDecoder().decode(bundle)))
                    .forEach(certificate -> certificates.add((X509Certificate) certificate));
        } catch (CertificateException | IllegalArgumentException e) {
            certificates.clear();
        }
        return certificates;
    }

    private static String write(Collection<X509Certificate> certificates) {
        StringBuilder pem = new StringBuilder();
        Base64.Encoder lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
        for (X509Certificate certificate : certificates) {
            try {
                pem.append("-----BEGIN CERTIFICATE-----\n")
                        .append(lines.encodeToString(certificate.getEncoded()))
                        .append("\n-----END CERTIFICATE-----\n");
            } catch (CertificateEncodingException e) {
                throw new UnusableCertificateException("A certificate cannot be written down: " + e, e);
            }
        }
        return Base64.getEncoder().encodeToString(pem.toString().getBytes(StandardCharsets.US_ASCII));
    }
}
