package io.berth.cloud.aws;

import io.berth.spi.ReadPort;
import io.berth.spi.cloud.Cloud;
import io.berth.spi.cloud.loadbalancer.LoadBalancerReads;
import io.berth.spi.cloud.loadbalancer.LoadBalancerWrites;
import java.time.Duration;
import java.util.Optional;

/** One account in one region. */
record NlbCloud(ElbCalls calls, NlbReads reads, NlbWrites writes, Duration delay) implements Cloud {
    @Override
    public <P> Optional<P> port(Class<P> type) {
        if (type == LoadBalancerReads.class) {
            return Optional.of(type.cast(reads));
        }
        return type == LoadBalancerWrites.class ? Optional.of(type.cast(writes)) : Optional.empty();
    }

    @Override
    public Duration readDelay(Class<? extends ReadPort> port) {
        return delay;
    }

    @Override
    public void close() {
        calls.close();
    }
}
