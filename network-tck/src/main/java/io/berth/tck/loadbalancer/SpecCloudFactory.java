package io.berth.tck.loadbalancer;

import static java.util.Objects.requireNonNull;

import io.berth.spi.NetworkType;
import io.berth.spi.ReadPort;
import io.berth.spi.cloud.Cloud;
import io.berth.spi.cloud.CloudContext;
import io.berth.spi.cloud.CloudFactory;
import io.berth.spi.cloud.loadbalancer.LoadBalancerReads;
import io.berth.spi.cloud.loadbalancer.LoadBalancerRules;
import io.berth.spi.cloud.loadbalancer.LoadBalancerWrites;
import io.berth.spi.config.ConfigSchema;
import io.berth.spi.config.Dialect;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The cloud {@code spec}: its ports are {@link SpecBalancers}. */
public final class SpecCloudFactory implements CloudFactory<Boolean> {
    public static final String CLOUD = "spec";
    public static final String NETWORK_TYPE = "Spec-LB";

    private final SpecBalancers balancers;
    private final LoadBalancerRules rules;

    SpecCloudFactory(SpecBalancers balancers, LoadBalancerRules rules) {
        this.balancers = requireNonNull(balancers, "balancers is null");
        this.rules = requireNonNull(rules, "rules is null");
    }

    @Override
    public String cloud() {
        return CLOUD;
    }

    @Override
    public List<NetworkType> networkTypes() {
        return List.of(NetworkType.of(
                NETWORK_TYPE, "clb", Dialect.PLAIN, Set.of(LoadBalancerReads.class, LoadBalancerWrites.class)));
    }

    @Override
    public ConfigSchema<Boolean> settings() {
        return ConfigSchema.of("setting", values -> true);
    }

    @Override
    public <R> Optional<R> rules(Class<R> type) {
        return type == LoadBalancerRules.class ? Optional.of(type.cast(rules)) : Optional.empty();
    }

    @Override
    public Cloud create(Boolean settings, CloudContext context) {
        return new Cloud() {
            @Override
            public <P> Optional<P> port(Class<P> type) {
                return type == LoadBalancerReads.class || type == LoadBalancerWrites.class
                        ? Optional.of(type.cast(balancers.ports()))
                        : Optional.empty();
            }

            @Override
            public Duration readDelay(Class<? extends ReadPort> port) {
                return Duration.ofSeconds(5);
            }

            @Override
            public void close() {}
        };
    }
}
