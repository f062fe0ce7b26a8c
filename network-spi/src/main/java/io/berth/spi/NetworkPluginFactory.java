package io.berth.spi;

import io.berth.spi.config.ConfigSchema;
import java.util.List;

/**
 * How the engine finds a plugin: a public class with a public constructor without parameters, named in
 * {@code META-INF/services/io.berth.spi.NetworkPluginFactory}. Two of one name fail the start-up.
 *
 * @param <S> the settings of a network type, from the operator's configuration
 */
public interface NetworkPluginFactory<S> {
    /** The plugin's name: {@code clb}. */
    String plugin();

    /** The network types of a plugin that needs no cloud; those of the others are declared by the clouds. */
    default List<NetworkType> networkTypes() {
        return List.of();
    }

    ConfigSchema<S> settings();

    /** Called once per configured network type. No threads, no I/O. */
    NetworkPlugin<?, ?, ?> create(S settings, Site site);
}
