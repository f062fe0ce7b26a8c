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

    /**
     * How often an account may be asked for this, by the vendor's published limits. More is never sent; when the vendor
     * throttles all the same, less is.
     *
     * @param port the {@link io.berth.spi.ReadPort} or {@link io.berth.spi.WritePort}
     * @param action as {@link io.berth.spi.Query#action()} or {@link io.berth.spi.Command#action()} says
     */
    default Rate rate(Class<?> port, String action) {
        return Rate.USUAL;
    }

    /** Called once per configured account. May make clients, sends nothing. */
    Cloud create(S settings, CloudContext context);
}
