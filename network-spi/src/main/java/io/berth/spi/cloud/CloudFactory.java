package io.berth.spi.cloud;

import io.berth.spi.NetworkType;
import io.berth.spi.config.ConfigSchema;
import java.util.List;
import java.util.Optional;

/**
 * How the engine finds a cloud: a public class with a public constructor without parameters, named in
 * {@code META-INF/services/io.berth.spi.cloud.CloudFactory}. Two of one name fail the start-up.
 *
 * @param <S> the settings of one account: region, endpoint, credentials (secret options)
 */
public interface CloudFactory<S> {
    /** The cloud's name: {@code volcengine}. */
    String cloud();

    List<NetworkType> networkTypes();

    ConfigSchema<S> settings();

    /**
     * What this cloud knows without asking anybody, for the plugins of its network types: pure functions, there before
     * any account is configured. The same object each time.
     */
    default <R> Optional<R> rules(Class<R> type) {
        return Optional.empty();
    }

    /** Called once per configured account. May make clients, sends nothing. */
    Cloud create(S settings, CloudContext context);
}
