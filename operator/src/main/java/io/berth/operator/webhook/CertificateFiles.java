package io.berth.operator.webhook;

import static java.util.Objects.requireNonNull;

import io.berth.operator.config.WebhookConfig.TlsFiles;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** A certificate in files, which somebody else renews: a mounted secret, for example. */
final class CertificateFiles implements CertificateSource {
    private final TlsFiles files;

    CertificateFiles(TlsFiles files) {
        this.files = requireNonNull(files, "files is null");
    }

    @Override
    public ServingCertificate first() {
        return PemFiles.serving(files.certificate(), files.key());
    }

    @Override
    public Optional<ServingCertificate> next(ServingCertificate present) {
        ServingCertificate now = first();
        return now.chain().equals(present.chain()) ? Optional.empty() : Optional.of(now);
    }

    @Override
    public List<X509Certificate> authorities(ServingCertificate shown) {
        return files.authority()
                .map(PemFiles::certificates)
                .orElseGet(() -> List.of(shown.chain().get(shown.chain().size() - 1)));
    }

    @Override
    public boolean isOwn() {
        return false;
    }
}
