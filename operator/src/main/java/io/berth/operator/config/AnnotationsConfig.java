package io.berth.operator.config;

import io.berth.runtime.AnnotationKeys;
import io.berth.spi.config.BadValueException;
import io.berth.spi.config.ConfigSchema;
import io.berth.spi.config.Option;

/** The section {@code annotations}. */
final class AnnotationsConfig {
    private static final Option<String> CONTRACT = Option.withDefault(
            "contract",
            ConfigTypes.dnsName(),
            "game.kruise.io",
            "The prefix of what pods say and read: `<contract>/network-type`, `network-conf`, `network-status`,"
                    + " `network-disabled`, `gs-state`.");
    private static final Option<String> OWN = Option.withDefault(
            "own",
            ConfigTypes.dnsName(),
            "network.berth.io",
            "The prefix of what only the operator writes: `<own>/claim`, `admission`, `claimed`, `release`."
                    + " Never change it while anything is held.");

    static final Section<AnnotationKeys> SECTION = new Section<>(
            "annotations",
            "The prefixes of annotations, labels and the finalizer.",
            ConfigSchema.of(
                    "key",
                    values -> {
                        if (values.get(CONTRACT).equals(values.get(OWN))) {
                            throw new BadValueException(
                                    "contract and own are both '%s'; give two prefixes".formatted(values.get(OWN)));
                        }
                        return AnnotationKeys.of(values.get(CONTRACT), values.get(OWN));
                    },
                    CONTRACT,
                    OWN));

    private AnnotationsConfig() {}
}
