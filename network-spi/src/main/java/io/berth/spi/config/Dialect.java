package io.berth.spi.config;

import java.util.Map;

/**
 * How a network type spells its plugin's parameters: {@code ClbIds}, {@code SlbIds} and {@code NlbARNs} are one.
 *
 * @param names the plugin's own name of a parameter to the name that users write; those not listed stay
 * @param defaults the plugin's own name of a parameter to another default, in the users' notation
 */
public record Dialect(Map<String, String> names, Map<String, String> defaults) {
    public static final Dialect PLAIN = new Dialect(Map.of(), Map.of());

    public Dialect {
        names = Map.copyOf(names);
        defaults = Map.copyOf(defaults);
    }
}
