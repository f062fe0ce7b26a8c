package io.berth.operator.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.runtime.Providers;
import io.berth.spi.NetworkPluginFactory;
import io.berth.spi.config.Option;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages of docs/network-types say what is so. */
class NetworkTypePagesTest {
    private static final Pattern YAML = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);

    private final Providers providers = Providers.discover(getClass().getClassLoader());

    private static String page(String name) throws IOException {
        return Files.readString(Path.of(System.getProperty("berth.root"), "docs", "network-types", name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"clb.md", "services.md"})
    void theConfigurationsAreGood(String name) throws IOException {
        List<String> configurations = new ArrayList<>();
        Matcher matcher = YAML.matcher(page(name));
        while (matcher.find()) {
            configurations.add(matcher.group(1));
        }
        assertThat(configurations).isNotEmpty();
        for (String text : configurations) {
            // Neither the variables nor the files are there.
            String whole = "identity: {clusterId: c, operatorId: o}\n"
                    + text.replaceAll("\\{(env|file): [^}]*}", "AKLTexample");
            try (KubernetesClient none = new KubernetesClientBuilder()
                            .withConfig(Config.empty())
                            .build();
                    ConfigDraft.Checked checked = ConfigReader.ofProcess()
                            .read(name, whole)
                            .check(providers, Map.of(KubernetesClient.class, none))) {
                assertThat(checked.catalog().networkTypes()).isNotEmpty();
            }
        }
    }

    @Test
    void everySettingOfSharedBalancersIsThere() throws IOException {
        NetworkPluginFactory<?> clb = providers.plugins().stream()
                .filter(plugin -> plugin.plugin().equals("clb"))
                .findFirst()
                .orElseThrow();

        assertThat(clb.settings().options())
                .extracting(Option::name)
                .isNotEmpty()
                .allSatisfy(setting -> assertThat(page("clb.md")).contains("| `" + setting + "` |"));
    }
}
