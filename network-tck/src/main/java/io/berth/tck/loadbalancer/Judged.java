package io.berth.tck.loadbalancer;

import static java.util.Objects.requireNonNull;

import io.berth.spi.NetworkType;
import io.berth.spi.ReadPort;
import io.berth.spi.cloud.Cloud;
import io.berth.spi.cloud.CloudContext;
import io.berth.spi.cloud.CloudFactory;
import io.berth.spi.cloud.Rate;
import io.berth.spi.cloud.loadbalancer.LoadBalancerReads;
import io.berth.spi.cloud.loadbalancer.LoadBalancerWrites;
import io.berth.spi.config.ConfigSchema;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A cloud whose requests pass by somebody. */
record Judged<S>(
        CloudFactory<S> factory, UnaryOperator<LoadBalancerReads> reads, UnaryOperator<LoadBalancerWrites> writes)
        implements CloudFactory<S> {
    Judged {
        requireNonNull(factory, "factory is null");
        requireNonNull(reads, "reads is null");
        requireNonNull(writes, "writes is null");
    }

    @Override
    public String cloud() {
        return factory.cloud();
    }

    @Override
    public List<NetworkType> networkTypes() {
        return factory.networkTypes();
    }

    @Override
    public ConfigSchema<S> settings() {
        return factory.settings();
    }

    @Override
    public <R> Optional<R> rules(Class<R> type) {
        return factory.rules(type);
    }

    @Override
    public Rate rate(Class<?> port, String action) {
        return factory.rate(port, action);
    }

    @Override
    public Cloud create(S settings, CloudContext context) {
        Cloud cloud = factory.create(settings, context);
        Optional<LoadBalancerReads> judgedReads =
                cloud.port(LoadBalancerReads.class).map(reads);
        Optional<LoadBalancerWrites> judgedWrites =
                cloud.port(LoadBalancerWrites.class).map(writes);
        return new Cloud() {
            @Override
            public <P> Optional<P> port(Class<P> type) {
                if (type == LoadBalancerReads.class) {
                    return judgedReads.map(type::cast);
                }
                return type == LoadBalancerWrites.class ? judgedWrites.map(type::cast) : cloud.port(type);
            }

            @Override
            public Duration readDelay(Class<? extends ReadPort> port) {
                return cloud.readDelay(port);
            }

            @Override
            public void close() {
                cloud.close();
            }
        };
    }
}
