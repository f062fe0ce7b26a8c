package io.berth.operator.cli;

import io.berth.operator.config.ConfigDraft;
import io.berth.operator.config.ConfigReader;
import io.berth.operator.plan.Planner;
import io.berth.runtime.Providers;
import io.berth.spi.NetworkType;
import io.berth.spi.cloud.CloudFactory;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code plan} and {@code validate} are told alike. */
final class PlanningMixin {
    private static final String SAMPLE = "/io/berth/operator/sample.yaml";

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "The operator's configuration. Without: one that serves every network type that needs no cloud,"
                            + " host ports from 8000 to 9000.")
    @Nullable
    Path config;

    ConfigDraft draft() throws IOException {
        Path file = config;
        return file == null ? sample() : ConfigReader.ofProcess().read(file);
    }

    static ConfigDraft sample() throws IOException {
        return ConfigReader.ofProcess().read("the sample configuration", sampleText());
    }

    static String sampleText() throws IOException {
        try (InputStream stream = PlanningMixin.class.getResourceAsStream(SAMPLE)) {
            if (stream == null) {
                throw new IOException(SAMPLE + " is missing from the class path");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static Planner planner(ConfigDraft.Checked checked, Providers providers) {
        Set<String> ofClouds = providers.clouds().stream()
                .map(CloudFactory::networkTypes)
                .flatMap(List::stream)
                .map(NetworkType::name)
                .collect(Collectors.toSet());
        return new Planner(checked.config().engineSettings(), checked.catalog(), ofClouds);
    }

    /** For clouds that want one when they are made; nothing is sent when only a configuration is looked at. */
    static KubernetesClient clientOfNoCluster() {
        return new KubernetesClientBuilder().withConfig(Config.empty()).build();
    }

    static Providers providers() {
        return Providers.discover(Thread.currentThread().getContextClassLoader());
    }
}
