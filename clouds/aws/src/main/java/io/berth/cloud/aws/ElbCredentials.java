package io.berth.cloud.aws;

import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** The account's own keys, or what the SDK finds; that it finds none is told from other faults. */
final class ElbCredentials implements AwsCredentialsProvider, SdkAutoCloseable {
    /** There are none. */
    static final class Missing extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Missing() {
            super("no credentials");
        }
    }

    private final Optional<AwsCredentials> given;
    private final Optional<DefaultCredentialsProvider> found;

    ElbCredentials(Optional<AwsAccount.Keys> keys) {
        this.given = keys.map(ElbCredentials::credentials);
        this.found = keys.isPresent()
                ? Optional.empty()
                : Optional.of(DefaultCredentialsProvider.builder().build());
    }

    private static AwsCredentials credentials(AwsAccount.Keys keys) {
        String id = keys.accessKeyId().reveal();
        String key = keys.secretAccessKey().reveal();
        return keys.sessionToken()
                .<AwsCredentials>map(token -> AwsSessionCredentials.create(id, key, token.reveal()))
                .orElseGet(() -> AwsBasicCredentials.create(id, key));
    }

    @Override
    public AwsCredentials resolveCredentials() {
        try {
            return given.or(() -> found.map(DefaultCredentialsProvider::resolveCredentials))
                    .orElseThrow(Missing::new);
        } catch (SdkException e) {
            // Its text lists where it looked, and may quote what it found there.
            Missing missing = new Missing();
            missing.setStackTrace(e.getStackTrace());
            throw missing;
        }
    }

    @Override
    public void close() {
        found.ifPresent(DefaultCredentialsProvider::close);
    }
}
