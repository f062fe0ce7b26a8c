package io.berth.operator.config;

import io.berth.spi.Identity;
import io.berth.spi.config.ConfigSchema;
import io.berth.spi.config.Option;

/** The section {@code identity}. */
final class IdentityConfig {
    private static final Option<String> CLUSTER_ID = Option.required(
            "clusterId",
            ConfigTypes.identity(),
            "Names this cluster wherever several clusters use one account. Never change it while anything is held.");
    private static final Option<String> OPERATOR_ID = Option.required(
            "operatorId",
            ConfigTypes.identity(),
            "Names this operator among those of the cluster. Never change it while anything is held.");

    static final Section<Identity> SECTION = new Section<>(
            "identity",
            "The mark by which resources at the far side prove that they are ours. Required.",
            ConfigSchema.of(
                    "key",
                    values -> new Identity(values.get(CLUSTER_ID), values.get(OPERATOR_ID)),
                    CLUSTER_ID,
                    OPERATOR_ID));

    private IdentityConfig() {}
}
