package io.berth.spi.cloud;

import io.berth.spi.NetworkType;
import io.berth.spi.config.ConfigSchema;
import java.util.List;

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

    /** Called once per configured account. May make clients, sends nothing. */
    Cloud create(S settings, CloudContext context);
}
