package io.berth.cloud.aws;

import io.berth.spi.NetworkException;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2ClientBuilder;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ElasticLoadBalancingV2Response;

/** Sends requests by the SDK, each once, and turns every fault into a {@link NetworkException}. */
final class ElbCalls implements AutoCloseable {
    /** What the SDK says where a reply names no request: it is not AWS's. */
    private static final String NO_REQUEST_ID = "UNKNOWN";

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

    /** @param answer what the reply says; a reply that it fails on counts as none */
    <R extends ElasticLoadBalancingV2Response, T> T read(
            String action, Function<ElasticLoadBalancingV2Client, R> request, Function<R, T> answer) {
        return send(new ElbFaults(action, false), request, answer);
    }

    /** @param answer what the reply says; a reply that it fails on counts as none */
    <R extends ElasticLoadBalancingV2Response, T> T write(
            String action, Function<ElasticLoadBalancingV2Client, R> request, Function<R, T> answer) {
        return send(new ElbFaults(action, true), request, answer);
    }

    private <R extends ElasticLoadBalancingV2Response, T> T send(
            ElbFaults faults, Function<ElasticLoadBalancingV2Client, R> request, Function<R, T> answer) {
        try {
            R reply = request.apply(client);
            // The SDK reads whatever is well-formed, and finds nothing in it: that is no empty list.
            if (reply.responseMetadata().requestId().equals(NO_REQUEST_ID)) {
                throw faults.foreign();
            }
            return answer.apply(reply);
        } catch (NetworkException e) {
            throw e;
        } catch (AwsServiceException e) {
            throw faults.refused(e);
        } catch (RuntimeException e) {
            throw faults.failed(e);
        }
    }

    @Override
    public void close() {
        client.close();
        credentials.close();
    }
}
