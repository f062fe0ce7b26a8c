package io.berth.plugin.hostport;

import io.berth.spi.Admission;
import io.berth.spi.PodTemplateView;
import io.berth.spi.Usage;
import io.berth.spi.config.Decoded;
import io.berth.spi.config.Dialect;
import io.berth.spi.config.NameValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The plugin as the engine gets it: from text. */
final class Plugins {
    private Plugins() {}

    /** @param settings {@code name=value} each; 'ranges.default' is 8000-9000 if none is named */
    static HostPortPlugin plugin(String... settings) {
        List<String> all = new ArrayList<>(List.of(settings));
        if (all.stream().noneMatch(one -> one.startsWith("ranges.default="))) {
            all.add("ranges.default=8000-9000");
        }
        return new HostPortPlugin(settings(all.toArray(String[]::new)).value().orElseThrow());
    }

    static Decoded<HostPortSettings> settings(String... settings) {
        return new HostPortFactory()
                .settings()
                .decode(Arrays.stream(settings)
                        .map(one -> one.split("=", 2))
                        .map(pair -> new NameValue(pair[0], pair[1]))
                        .toList());
    }

    static Decoded<HostPortParameters> decoded(String... containerPorts) {
        return plugin().parameters(Dialect.PLAIN)
                .decode(Arrays.stream(containerPorts)
                        .map(value -> new NameValue("ContainerPorts", value))
                        .toList());
    }

    static HostPortParameters listing(String... containerPorts) {
        return decoded(containerPorts).value().orElseThrow();
    }

    static List<String> problems(Decoded<?> decoded) {
        return decoded.problems().stream().map(Object::toString).toList();
    }

    static Admission.Edit edit(HostPortPlugin plugin, PodTemplateView pod, Usage usage, String... containerPorts) {
        return plugin.admit(pod, listing(containerPorts), usage)
                .fold(
                        none -> {
                            throw new AssertionError("left as it is, expected an edit");
                        },
                        edit -> edit,
                        refused -> {
                            throw new AssertionError("refused, expected an edit: " + refused);
                        });
    }

    static Admission.Refused refusal(
            HostPortPlugin plugin, PodTemplateView pod, Usage usage, String... containerPorts) {
        return plugin.admit(pod, listing(containerPorts), usage)
                .fold(
                        none -> {
                            throw new AssertionError("left as it is, expected a refusal");
                        },
                        edit -> {
                            throw new AssertionError("edited, expected a refusal: " + edit);
                        },
                        refused -> refused);
    }
}
