package io.berth.operator.webhook;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Set;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;

/** Certificates in files, as a mounted secret has them. */
final class Certificates {
    private Certificates() {}

    static ServingCertificate of(String name) {
        return SelfSigned.create(Set.of(name), Instant.now(), new SecureRandom());
    }

    static void write(ServingCertificate certificate, Path certFile, Path keyFile) throws IOException {
        Files.writeString(certFile, pem(certificate.leaf()));
        Files.writeString(keyFile, pem(new JcaPKCS8Generator(certificate.key(), null)));
    }

    static String pem(Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }
}
