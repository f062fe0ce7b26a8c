package io.berth.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.spi.Identity;
import io.berth.spi.NetworkPlugin;
import io.berth.spi.NetworkPluginFactory;
import io.berth.spi.NetworkType;
import io.berth.spi.Site;
import io.berth.spi.cloud.Cloud;
import io.berth.spi.cloud.CloudContext;
import io.berth.spi.cloud.CloudFactory;
import io.berth.spi.cloud.Rate;
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
            assertThat(catalog.rate(new Permits.Budget("slots", "main", SlotCloud.Slots.class, "list")))
                    .isEqualTo(new Rate(3, 2));
            assertThat(catalog.rate(new Permits.Budget("other", "main", SlotCloud.Slots.class, "list")))
                    .isEqualTo(Rate.USUAL);
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
            public NetworkPlugin<?, ?, ?> create(String settings, Site site) {
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
    void oneOfSeveralAccountsHasToBeChosen() {
        CloudAccount[] two = {account("slots", "main"), account("slots", "other")};

        assertThatThrownBy(() -> PluginCatalog.load(providers, configured(Map.of("Slot", List.of()), two)))
                .hasMessageContaining(
                        "networkTypes.Slot.account: not given, and cloud 'slots' has the accounts [main, other]; choose one");
        assertThatThrownBy(() -> PluginCatalog.load(
                        providers, configured(Map.of("Slot", List.of(new NameValue("account", "mian"))), two)))
                .hasMessageContaining(
                        "networkTypes.Slot.account: 'mian' is no account of cloud 'slots'; there are [main, other]");
        assertThatThrownBy(() -> PluginCatalog.load(
                        providers, configured(Map.of("Plain", List.of(new NameValue("account", "main"))), two)))
                .hasMessageContaining("this network type needs no account; leave it out");
        PluginCatalog.load(providers, configured(Map.of("Slot", List.of(new NameValue("account", "other"))), two))
                .close();
        assertThat(slots.site().account()).contains("other");
        assertThat(slots.site().cloud()).contains("slots");
        assertThat(slots.site().networkType()).isEqualTo("Slot");
        assertThat(slots.site().identity()).isEqualTo(IDENTITY);
        assertThat(slots.site().pool("lb", "lb-9")).hasToString("lb/slots/other/lb-9");
        assertThat(slots.site().rules(String.class)).contains("rules of slots");
    }

    @Test
    void aModeChoosesAmongThoseThatDeclareOneName() {
        Providers modes = Providers.of(
                List.of(slots.new PluginFactory(), new PlainPlugin.Factory()),
                List.of(slots.new Factory(), new ModeFactory("ack"), new ModeFactory("service")));
        CloudAccount main = account("slots", "main");

        PluginCatalog.load(modes, configured(Map.of("Slot", List.of()), main)).close();
        assertThat(slots.site().mode()).isEmpty();

        PluginCatalog.load(modes, configured(Map.of("Slot", List.of(new NameValue("mode", "ack")))))
                .close();
        assertThat(slots.site().mode()).contains("ack");
        assertThat(slots.site().account()).as("a mode without ports needs none").isEmpty();

        assertThatThrownBy(() -> PluginCatalog.load(
                        modes, configured(Map.of("Slot", List.of(new NameValue("mode", "akc"))), main)))
                .hasMessageContaining(
                        "networkTypes.Slot.mode: 'akc' is no mode of this network type; there are [ack, service]");
        assertThatThrownBy(() -> PluginCatalog.load(
                        modes, configured(Map.of("Plain", List.of(new NameValue("mode", "api"))), main)))
                .hasMessageContaining("which has only one; leave the setting out");
        Providers withoutPlain = Providers.of(
                List.of(slots.new PluginFactory()), List.of(new ModeFactory("ack"), new ModeFactory("service")));
        assertThatThrownBy(() -> PluginCatalog.load(withoutPlain, configured(Map.of("Slot", List.of()))))
                .hasMessageContaining("networkTypes.Slot.mode: not given; choose one of [ack, service]");
    }

    /** Another way to serve {@code Slot}, which needs no port. */
    private static final class ModeFactory implements CloudFactory<String> {
        private final String mode;

        ModeFactory(String mode) {
            this.mode = mode;
        }

        @Override
        public String cloud() {
            return "cloud of " + mode;
        }

        @Override
        public List<NetworkType> networkTypes() {
            return List.of(NetworkType.of("Slot", "slot").in(mode));
        }

        @Override
        public ConfigSchema<String> settings() {
            return ConfigSchema.of("setting", values -> "");
        }

        @Override
        public Cloud create(String settings, CloudContext context) {
            throw new IllegalStateException("has no account");
        }
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
