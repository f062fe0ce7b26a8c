package io.berth.operator.webhook;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** Reads certificates and private keys as they lie in mounted secrets. */
final class PemFiles {
    private PemFiles() {}

    /** @throws UnusableCertificateException naming the file */
    static ServingCertificate serving(Path certificate, Path key) {
        List<X509Certificate> chain = certificates(certificate);
        PrivateKey privateKey = privateKey(key);
        if (!belongTogether(privateKey, chain.get(0).getPublicKey())) {
            throw new UnusableCertificateException(
                    "%s is not the private key of the first certificate in %s".formatted(key, certificate));
        }
        return new ServingCertificate(privateKey, chain);
    }

    /** At least one. */
    static List<X509Certificate> certificates(Path file) {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            for (Object object : objects(file)) {
                if (object instanceof X509CertificateHolder holder) {
                    certificates.add(new JcaX509CertificateConverter().getCertificate(holder));
                }
            }
        } catch (GeneralSecurityException e) {
            throw new UnusableCertificateException(
                    "%s holds a certificate that cannot be read: %s".formatted(file, e), e);
        }
        if (certificates.isEmpty()) {
            throw new UnusableCertificateException("%s holds no PEM certificate".formatted(file));
        }
        return certificates;
    }

    private static PrivateKey privateKey(Path file) {
        try {
            JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
            for (Object object : objects(file)) {
                if (object instanceof PrivateKeyInfo info) {
                    return converter.getPrivateKey(info);
                }
                if (object instanceof PEMKeyPair pair) {
                    return converter.getPrivateKey(pair.getPrivateKeyInfo());
                }
            }
        } catch (IOException e) {
            throw new UnusableCertificateException("%s holds a private key that cannot be read".formatted(file), e);
        }
        throw new UnusableCertificateException("%s holds no PEM private key without a password".formatted(file));
    }

    private static List<Object> objects(Path file) {
        List<Object> objects = new ArrayList<>();
        try (PEMParser parser = new PEMParser(new StringReader(Files.readString(file)))) {
            for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
                objects.add(object);
            }
        } catch (IOException e) {
            throw new UnusableCertificateException("%s cannot be read: %s".formatted(file, e), e);
        }
        return objects;
    }

    private static boolean belongTogether(PrivateKey key, PublicKey certified) {
        String algorithm =
                switch (certified.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> certified.getAlgorithm();
                };
        byte[] sample = {1, 2, 3};
        try {
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(sample);
            byte[] signature = signing.sign();
            Signature checking = Signature.getInstance(algorithm);
            checking.initVerify(certified);
            checking.update(sample);
            return checking.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
