package io.berth.tck.service;

import static java.util.Objects.requireNonNull;

import io.berth.spi.NetworkType;
import io.berth.spi.ReadPort;
import io.berth.spi.cloud.Cloud;
import io.berth.spi.cloud.CloudContext;
import io.berth.spi.cloud.CloudFactory;
import io.berth.spi.cloud.service.ServiceForms;
import io.berth.spi.cloud.service.ServiceReads;
import io.berth.spi.cloud.service.ServiceWrites;
import io.berth.spi.config.ConfigSchema;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The cloud {@code spec} with these ports. */
public final class PlayedCluster implements CloudFactory<Boolean> {
    static final String CLOUD = "spec";

    private static final ServiceForms FORMS = networkType -> Arrays.stream(PlayedForm.values())
            .filter(form -> form.networkType().equals(networkType))
            .findFirst()
            .map(PlayedForm::form);

    private final ServiceReads reads;
    private final ServiceWrites writes;

    public PlayedCluster(ServiceReads reads, ServiceWrites writes) {
        this.reads = requireNonNull(reads, "reads is null");
        this.writes = requireNonNull(writes, "writes is null");
    }

    @Override
    public String cloud() {
        return CLOUD;
    }

    @Override
    public List<NetworkType> networkTypes() {
        return Arrays.stream(PlayedForm.values())
                .map(form -> NetworkType.of(
                        form.networkType(), "clb", form.dialect(), Set.of(ServiceReads.class, ServiceWrites.class)))
                .toList();
    }

    @Override
    public ConfigSchema<Boolean> settings() {
        return ConfigSchema.of("setting", values -> true);
    }

    @Override
    public <R> Optional<R> rules(Class<R> type) {
        return type == ServiceForms.class ? Optional.of(type.cast(FORMS)) : Optional.empty();
    }

    @Override
    public Cloud create(Boolean settings, CloudContext context) {
        return new Cloud() {
            @Override
            public <P> Optional<P> port(Class<P> type) {
                if (type == ServiceReads.class) {
                    return Optional.of(type.cast(reads));
                }
                return type == ServiceWrites.class ? Optional.of(type.cast(writes)) : Optional.empty();
            }

            @Override
            public Duration readDelay(Class<? extends ReadPort> port) {
                return Duration.ofSeconds(2);
            }

            @Override
            public void close() {}
        };
    }
}
