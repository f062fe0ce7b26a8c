package io.berth.tck.toy;

import io.berth.spi.NetworkType;
import io.berth.spi.ReadPort;
import io.berth.spi.cloud.Cloud;
import io.berth.spi.cloud.CloudContext;
import io.berth.spi.cloud.CloudFactory;
import io.berth.spi.config.ConfigSchema;
import io.berth.spi.config.Dialect;
import io.berth.spi.config.Option;
import io.berth.spi.config.ValueType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The cloud {@code toy}: its port is the {@link ToyApi} that the host provides. */
public final class ToyCloudFactory implements CloudFactory<ToyCloudFactory.Account> {
    public static final String NAME = "toy";
    public static final String NETWORK_TYPE = "Toy-LB";

    /** @param readDelay how late a read may show a write, requests that arrive late included */
    public record Account(Duration readDelay) {}

    private static final Option<Duration> READ_DELAY = Option.withDefault(
            "readDelay", ValueType.duration(), "4s", "How long after a write a read may still not show it.");

    @Override
    public String cloud() {
        return NAME;
    }

    @Override
    public List<NetworkType> networkTypes() {
        return List.of(NetworkType.of(
                NETWORK_TYPE, ToyPluginFactory.NAME, Dialect.PLAIN, Set.of(ToyReads.class, ToyWrites.class)));
    }

    @Override
    public ConfigSchema<Account> settings() {
        return ConfigSchema.of("setting", values -> new Account(values.get(READ_DELAY)), READ_DELAY);
    }

    @Override
    public Cloud create(Account settings, CloudContext context) {
        ToyApi api = context.provided(ToyApi.class)
                .orElseThrow(() -> new IllegalStateException("the host provides no ToyApi"));
        return new ToyCloud(api, settings.readDelay());
    }

    private record ToyCloud(ToyApi api, Duration delay) implements Cloud {
        @Override
        public <P> Optional<P> port(Class<P> type) {
            return type == ToyReads.class || type == ToyWrites.class ? Optional.of(type.cast(api)) : Optional.empty();
        }

        @Override
        public Duration readDelay(Class<? extends ReadPort> port) {
            return delay;
        }

        @Override
        public void close() {}
    }
}
