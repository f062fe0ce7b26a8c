package io.berth.operator.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.operator.config.WebhookConfig.TlsFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificatesTest {
    @TempDir
    private Path folder = Path.of("unset");

    private TlsFiles files() {
        return new TlsFiles(folder.resolve("tls.crt"), folder.resolve("tls.key"), Optional.empty());
    }

    @Test
    void ownCertificateIsForAllNamesAndRenewedBeforeItEnds() throws Exception {
        Instant[] now = {Instant.parse("2030-01-01T00:00:00Z")};
        OwnCertificate own =
                new OwnCertificate(Set.of("berth.ops.svc", "127.0.0.1", "::1"), () -> now[0], new SecureRandom());

        ServingCertificate first = own.first();

        List<String> names = new ArrayList<>();
        first.leaf().getSubjectAlternativeNames().forEach(name -> names.add(String.valueOf(name.get(1))));
        assertThat(names).containsExactlyInAnyOrder("berth.ops.svc", "127.0.0.1", "0:0:0:0:0:0:0:1");
        first.leaf().verify(first.leaf().getPublicKey());
        assertThat(own.next(first)).isEmpty();
        now[0] = now[0].plus(Duration.ofDays(61));
        assertThat(own.next(first)).hasValueSatisfying(next -> {
            assertThat(next.leaf()).isNotEqualTo(first.leaf());
            assertThat(own.authorities(next)).containsExactly(next.leaf());
        });
        assertThat(first.toString()).contains("CN=berth-webhook").doesNotContain("PrivateKey");
    }

    @Test
    void filesAreReadAgainWhenTheyChange() throws IOException {
        ServingCertificate one = Certificates.of("one");
        Certificates.write(one, files().certificate(), files().key());
        CertificateFiles source = new CertificateFiles(files());

        ServingCertificate read = source.first();
        assertThat(read.chain()).isEqualTo(one.chain());
        assertThat(source.next(read)).isEmpty();

        ServingCertificate two = Certificates.of("two");
        Certificates.write(two, files().certificate(), files().key());
        assertThat(source.next(read))
                .hasValueSatisfying(next -> assertThat(next.chain()).isEqualTo(two.chain()));
        assertThat(source.authorities(read)).containsExactly(one.leaf());
    }

    @Test
    void authorityIsTakenFromItsOwnFile() throws IOException {
        ServingCertificate one = Certificates.of("one");
        Certificates.write(one, files().certificate(), files().key());
        ServingCertificate authority = Certificates.of("ca");
        Path ca = Files.writeString(folder.resolve("ca.crt"), Certificates.pem(authority.leaf()));

        CertificateFiles source =
                new CertificateFiles(new TlsFiles(files().certificate(), files().key(), Optional.of(ca)));

        assertThat(source.authorities(source.first())).containsExactly(authority.leaf());
    }

    @Test
    void olderFormsOfKeysAreRead() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        Path key = Files.writeString(
                folder.resolve("rsa"),
                Certificates.pem(generator.generateKeyPair().getPrivate()));
        Certificates.write(Certificates.of("one"), files().certificate(), files().key());

        assertThat(Files.readString(key)).contains("BEGIN RSA PRIVATE KEY");
        assertThatThrownBy(() -> PemFiles.serving(files().certificate(), key))
                .isInstanceOf(UnusableCertificateException.class)
                .hasMessageContaining("is not the private key of the first certificate");
    }

    @Test
    void filesThatCannotBeUsedAreNamed() throws IOException {
        TlsFiles files = files();
        assertThatThrownBy(() -> new CertificateFiles(files).first())
                .isInstanceOf(UnusableCertificateException.class)
                .hasMessageContaining("tls.crt cannot be read");
        Certificates.write(Certificates.of("one"), files.certificate(), files.key());
        Files.writeString(files.key(), "nothing");
        assertThatThrownBy(() -> new CertificateFiles(files).first())
                .hasMessageContaining("tls.key holds no PEM private key");
        Files.writeString(files.certificate(), "nothing");
        assertThatThrownBy(() -> new CertificateFiles(files).first())
                .hasMessageContaining("tls.crt holds no PEM certificate");
    }

    @Test
    void bundleKeepsTheOthersThatLiveAndNoMoreThanItMay() {
        Instant now = Instant.parse("2030-01-01T00:00:00Z");
        X509Certificate expired = SelfSigned.create(Set.of("x"), now.minus(Duration.ofDays(91)), new SecureRandom())
                .leaf();
        X509Certificate other =
                SelfSigned.create(Set.of("x"), now, new SecureRandom()).leaf();
        X509Certificate mine =
                SelfSigned.create(Set.of("x"), now, new SecureRandom()).leaf();
        String before = TrustBundle.with(List.of(expired, other), Optional.empty(), true, now);

        String after = TrustBundle.with(List.of(mine), Optional.of(before), true, now);

        assertThat(certificates(after)).isEqualTo(2);
        assertThat(TrustBundle.with(List.of(mine), Optional.of(after), true, now))
                .isEqualTo(after);
        assertThat(TrustBundle.with(List.of(other), Optional.of(after), true, now))
                .isEqualTo(after);
        assertThat(certificates(TrustBundle.with(List.of(mine), Optional.of(after), false, now)))
                .isEqualTo(1);
        assertThat(certificates(TrustBundle.with(List.of(mine), Optional.of("bm9uc2Vuc2U="), true, now)))
                .isEqualTo(1);
        String bundle = after;
        for (int i = 0; i < 10; i++) {
            bundle = TrustBundle.with(
                    List.of(SelfSigned.create(Set.of("x"), now, new SecureRandom())
                            .leaf()),
                    Optional.of(bundle),
                    true,
                    now);
        }
        assertThat(certificates(bundle)).isEqualTo(TrustBundle.MOST);
    }

    private static int certificates(String bundle) {
        String pem = new String(Base64.getDecoder().decode(bundle), StandardCharsets.US_ASCII);
        return pem.split("BEGIN CERTIFICATE", -1).length - 1;
    }
}
