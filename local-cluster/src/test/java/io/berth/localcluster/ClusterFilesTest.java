package io.berth.localcluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterFilesTest {

    @TempDir
    Path folder;

    @Test
    void serviceAccountKeysBelongTogetherAndArePrivate() throws IOException, GeneralSecurityException {
        ServiceAccountKeys keys = ServiceAccountKeys.generate(folder);

        KeyFactory factory = KeyFactory.getInstance("EC");
        PrivateKey privateKey = factory.generatePrivate(new PKCS8EncodedKeySpec(der(keys.privateKey(), "PRIVATE KEY")));
        PublicKey publicKey = factory.generatePublic(new X509EncodedKeySpec(der(keys.publicKey(), "PUBLIC KEY")));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(privateKey);
        byte[] signed = signature.sign();
        signature.initVerify(publicKey);
        assertThat(signature.verify(signed)).isTrue();
        assertThat(Files.getPosixFilePermissions(keys.privateKey()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void kubeconfigSaysHowToReachTheCluster() throws IOException {
        Path file = folder.resolve("kubeconfig");
        String certificate = Base64.getEncoder().encodeToString("pem".getBytes(StandardCharsets.US_ASCII));

        new ClusterAccess("https://127.0.0.1:1", "secret", Optional.of(certificate)).writeKubeconfig(file);

        Config config = Config.fromKubeconfig(file.toFile());
        assertThat(config.getMasterUrl()).isEqualTo("https://127.0.0.1:1/");
        assertThat(config.getAutoOAuthToken()).isEqualTo("secret");
        assertThat(config.getCaCertData()).isEqualTo(certificate);
        assertThat(config.getNamespace()).isEqualTo("default");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    private static byte[] der(Path pem, String label) throws IOException {
        String text = Files.readString(pem);
        assertThat(text).startsWith("-----BEGIN " + label + "-----\n").endsWith("\n-----END " + label + "-----\n");
        return Base64.getMimeDecoder()
                .decode(text.lines().filter(line -> !line.startsWith("-----")).reduce("", String::concat));
    }
}
