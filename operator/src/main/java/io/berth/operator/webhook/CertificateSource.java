package io.berth.operator.webhook;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** Where the webhook's certificate comes from. Called from one thread at a time; may read files. */
interface CertificateSource {
    /** @throws UnusableCertificateException saying what is wrong with it */
    ServingCertificate first();

    /**
     * The certificate to change to, if there is another one than the present by now.
     *
     * @throws UnusableCertificateException saying what is wrong with the next one; the present one goes on
     */
    Optional<ServingCertificate> next(ServingCertificate present);

    /** What callers have to trust while this certificate is shown. */
    List<X509Certificate> authorities(ServingCertificate shown);

    /** Whether each replica has a certificate of its own, so that those of the others have to be trusted, too. */
    boolean isOwn();
}
