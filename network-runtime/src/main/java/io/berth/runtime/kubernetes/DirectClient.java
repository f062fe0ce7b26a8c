package io.berth.runtime.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import java.time.Duration;
import java.util.Optional;

/**
 * The host's client over the same transport, without repetitions: by default it repeats 429 and 5xx for many seconds
 * behind the caller's back, and the engine has its own pauses. Never closed, since that would close the host's.
 */
final class DirectClient {
    private DirectClient() {}

    static KubernetesClient of(KubernetesClient client) {
        return of(client, Optional.empty());
    }

    /** @param timeout of one request; the host's where it is empty or shorter */
    static KubernetesClient of(KubernetesClient client, Optional<Duration> timeout) {
        RequestConfig present = client.getConfiguration().getRequestConfig();
        RequestConfigBuilder direct = new RequestConfigBuilder(present).withRequestRetryBackoffLimit(0);
        timeout.ifPresent(wanted -> {
            int millis = (int) Math.min(wanted.toMillis(), Integer.MAX_VALUE);
            Integer theirs = present.getRequestTimeout();
            // To fabric8 zero is no limit.
            direct.withRequestTimeout(theirs == null || theirs <= 0 ? millis : Math.min(theirs, millis));
        });
        return client.newClient(direct.build()).adapt(KubernetesClient.class);
    }
}
