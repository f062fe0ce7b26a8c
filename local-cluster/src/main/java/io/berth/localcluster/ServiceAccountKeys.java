package io.berth.localcluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/** The key pair with which an API server signs and checks service account tokens, as two PEM files. */
record ServiceAccountKeys(Path privateKey, Path publicKey) {

    static ServiceAccountKeys generate(Path folder) throws IOException {
        KeyPair pair;
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            pair = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java lacks the curve secp256r1, which every JDK has to have", e);
        }
        ServiceAccountKeys keys =
                new ServiceAccountKeys(folder.resolve("service-accounts.key"), folder.resolve("service-accounts.pub"));
        PrivateFile.write(keys.privateKey, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        PrivateFile.write(keys.publicKey, pem("PUBLIC KEY", pair.getPublic().getEncoded()));
        return keys;
    }

    private static String pem(String label, byte[] der) {
        String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }
}
