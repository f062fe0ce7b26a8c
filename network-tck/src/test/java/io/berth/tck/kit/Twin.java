package io.berth.tck.kit;

import io.berth.spi.NetworkPluginFactory;
import io.berth.spi.config.NameValue;
import java.util.List;

/**
 * A plugin that breaks one rule.
 *
 * @param rule that its theme has to name
 */
record Twin(Rule rule, PluginFixture fixture) {
    static Twin of(Rule rule, ToyTwin.Twinning twinning) {
        return new Twin(rule, ToyFixture.small(ToyTwin.factory(twinning)));
    }

    static Twin of(Rule rule, List<NameValue> parameters, NetworkPluginFactory<?> plugin) {
        return new Twin(rule, new ToyFixture(plugin, List.of(parameters)));
    }

    @Override
    public String toString() {
        return rule.theme().name() + ": " + rule;
    }
}
