package io.berth.cloud.aws;

import io.berth.spi.NetworkException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2ClientBuilder;

/** Sends requests by the SDK, each once, and turns every fault into a {@link NetworkException}. */
final class ElbCalls implements AutoCloseable {
    private final ElasticLoadBalancingV2Client client;
    private final ElbCredentials credentials;

    private ElbCalls(ElasticLoadBalancingV2Client client, ElbCredentials credentials) {
        this.client = client;
        this.credentials = credentials;
    }

    /** @param provided sends all requests, with its own timeouts, and is not closed */
    static ElbCalls of(AwsAccount account, Optional<SdkHttpClient> provided) {
        ElbCredentials credentials = new ElbCredentials(account.keys());
        ElasticLoadBalancingV2ClientBuilder builder = ElasticLoadBalancingV2Client.builder()
                .region(Region.of(account.region()))
                .credentialsProvider(credentials)
                .overrideConfiguration(override -> override.retryStrategy(DefaultRetryStrategy.doNotRetry()));
        account.endpoint().ifPresent(builder::endpointOverride);
        provided.ifPresentOrElse(
                builder::httpClient,
                () -> builder.httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(account.connectTimeout())
                        .socketTimeout(account.readTimeout())));
        return new ElbCalls(builder.build(), credentials);
    }

    <R> R read(String action, Function<ElasticLoadBalancingV2Client, R> request) {
        return send(new ElbFaults(action, false), request);
    }

    <R> R write(String action, Function<ElasticLoadBalancingV2Client, R> request) {
        return send(new ElbFaults(action, true), request);
    }

    private <R> R send(ElbFaults faults, Function<ElasticLoadBalancingV2Client, R> request) {
        try {
            return request.apply(client);
        } catch (AwsServiceException e) {
            throw faults.refused(e);
        } catch (RuntimeException e) {
            throw faults.failed(e);
        }
    }

    /** The one thing that a reply says was made. */
    <T> T only(String action, List<T> made) {
        if (made.size() != 1) {
            throw new ElbFaults(action, true).unfinished();
        }
        return made.get(0);
    }

    @Override
    public void close() {
        client.close();
        credentials.close();
    }
}
