package io.berth.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.spi.Identity;
import io.berth.spi.NetworkPlugin;
import io.berth.spi.NetworkPluginFactory;
import io.berth.spi.NetworkType;
import io.berth.spi.config.ConfigSchema;
import io.berth.spi.config.NameValue;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginCatalogTest {
    private static final Identity IDENTITY = new Identity("cluster-1", "berth");
    private final SlotCloud slots = new SlotCloud();
    private final Providers providers =
            Providers.of(List.of(slots.new PluginFactory(), new PlainPlugin.Factory()), List.of(slots.new Factory()));

    @Test
    void servesWhatIsConfigured() {
        try (PluginCatalog catalog = PluginCatalog.load(
                providers, configured(Map.of("Slot", List.of(), "Plain", List.of()), account("slots", "main")))) {
            assertThat(catalog.networkTypes()).containsExactly("Plain", "Slot");
            assertThat(catalog.parametersOf("Slot").orElseThrow().options())
                    .extracting(option -> option.name())
                    .containsExactly("LbId", "DrainTimeout");
            assertThat(catalog.parametersOf("Nothing")).isEmpty();
        }
    }

    @Test
    void everyProblemIsSaidAtOnceWithWhereItComesFrom() {
        Providers twice = Providers.of(
                List.of(new PlainPlugin.Factory(), new PlainPlugin.Factory()),
                List.of(slots.new Factory(), slots.new Factory()));
        CatalogException refused = catchThrowableOfType(
                CatalogException.class,
                () -> PluginCatalog.load(
                        twice,
                        configured(
                                Map.of(
                                        "Slot", List.of(),
                                        "Plan", List.of(),
                                        "Plain", List.of(new NameValue("colour", "red"))),
                                account("slot", "main"),
                                account("slots", "one"),
                                account("slots", "one"))));

        assertThat(refused.problems())
                .anyMatch(p -> p.contains("Two plugins are called 'plain'") && p.contains("PlainPlugin$Factory in /"))
                .anyMatch(p -> p.contains("Two clouds are called 'slots'"))
                .anyMatch(p -> p.contains("needs the plugin 'slot'"))
                .anyMatch(p -> p.contains("'Plan' is configured, but no plugin"))
                .anyMatch(p -> p.startsWith("networkTypes.Plain.colour: unknown setting"))
                .anyMatch(p -> p.contains("is of cloud 'slot', which is not on the class path"))
                .anyMatch(p -> p.contains("'one' of 'slots' is configured twice"));
        assertThat(refused).hasMessageContaining("The network types cannot be set up");
    }

    @Test
    void twoThatDeclareOneTypeAreBothNamed() {
        NetworkPluginFactory<String> second = new NetworkPluginFactory<>() {
            @Override
            public String plugin() {
                return "second";
            }

            @Override
            public List<NetworkType> networkTypes() {
                return List.of(NetworkType.of("Plain", "second"));
            }

            @Override
            public ConfigSchema<String> settings() {
                return ConfigSchema.of("setting", values -> "");
            }

            @Override
            public NetworkPlugin<?, ?, ?> create(String settings) {
                throw new IllegalStateException("no good");
            }
        };
        Providers both = Providers.of(List.of(new PlainPlugin.Factory(), second), List.of());

        assertThatThrownBy(() -> PluginCatalog.load(both, configured(Map.of())))
                .hasMessageContaining("Two providers declare network type 'Plain'");
        assertThatThrownBy(() -> PluginCatalog.load(
                        Providers.of(List.of(second), List.of()), configured(Map.of("Plain", List.of()))))
                .hasMessageContaining("networkTypes.Plain: ")
                .hasMessageContaining("no good");
    }

    @Test
    void aTypeWhoseCloudHasNoAccountIsToldWhereToAddOne() {
        assertThatThrownBy(() -> PluginCatalog.load(providers, configured(Map.of("Slot", List.of()))))
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("needs an account of cloud 'slots'; add one under 'clouds'");
    }

    @Test
    void aBrokenProviderFileHidesNoOtherProvider(@TempDir Path folder) throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(
                services.resolve("io.berth.spi.NetworkPluginFactory"),
                "no.such.Factory\nio.berth.runtime.PublicFactory\n");
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            Providers found = Providers.discover(loader);

            assertThat(found.plugins()).hasSize(1);
            assertThat(found.problems()).singleElement().asString().contains("no.such.Factory");
            assertThatThrownBy(() -> PluginCatalog.load(found, configured(Map.of())))
                    .hasMessageContaining("no.such.Factory");
        }
    }

    @Test
    void accountsDoNotShowTheirSettings() {
        CloudAccount account = new CloudAccount("slots", "main", List.of(new NameValue("secretKey", "hush")));
        assertThat(account.toString()).doesNotContain("hush");
    }

    private static CloudAccount account(String cloud, String name) {
        return new CloudAccount(cloud, name, List.of());
    }

    private static Configured configured(Map<String, List<NameValue>> types, CloudAccount... accounts) {
        return new Configured(IDENTITY, types, List.of(accounts), Map.of());
    }
}
