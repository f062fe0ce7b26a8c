package io.berth.operator.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.operator.docs.Guide;
import io.berth.runtime.PluginCatalog;
import io.berth.runtime.Providers;
import io.berth.spi.NetworkPluginFactory;
import io.berth.spi.config.Option;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What docs/operator.md says of the keys is what is read: every key, what it takes, its default, its meaning. */
class OperatorReferenceTest {
    private static final String IDENTITY = """
            identity: {clusterId: c1, operatorId: o1}
            """;

    private final Guide guide = read();

    private static Guide read() {
        try {
            return Guide.read();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> table(List<Option<?>> options) {
        List<String> lines = new ArrayList<>();
        lines.add("| key | meaning | value | default |");
        lines.add("|---|---|---|---|");
        for (Option<?> option : options) {
            lines.add("| `%s` | %s | %s | %s |"
                    .formatted(
                            option.shape() == Option.Shape.KEYED ? option.name() + ".<name>" : option.name(),
                            cell(option.doc()),
                            cell(option.expects())
                                    + (option.shape() == Option.Shape.REPEATED ? "; may be a YAML list" : ""),
                            option.isRequired()
                                    ? "required"
                                    : option.defaultText()
                                            .map(text -> "`" + text + "`")
                                            .orElse("none")));
        }
        return lines;
    }

    /** In a cell a bar is written with a backslash, and in angle brackets there would be HTML. */
    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;").replace(">", "&gt;");
    }

    @TestFactory
    Stream<DynamicTest> everySectionHasExactlyTheKeysThatAreRead() {
        return ConfigReader.SECTIONS.stream()
                .map(section -> DynamicTest.dynamicTest(
                        section.name(),
                        () -> assertThat(String.join(
                                        "\n", guide.section(section.name()).table()))
                                .isEqualTo(
                                        String.join("\n", table(section.schema().options())))));
    }

    @Test
    void everySectionThatIsReadIsThereAndNoOther() {
        assertThat(guide.section("The file").table().stream()
                        .filter(line -> line.startsWith("| `"))
                        .map(line -> line.substring(3, line.indexOf("`", 3))))
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                ConfigReader.SECTIONS.stream().map(Section::name),
                                Stream.of(ConfigReader.NETWORK_TYPES, ConfigReader.CLOUDS))
                        .toList());
    }

    @Test
    void everyNetworkTypeHasExactlyItsSettings() {
        assertThat(String.join("\n", guide.section("networkTypes").table()))
                .isEqualTo(String.join("\n", table(PluginCatalog.commonSettings())));
        for (NetworkPluginFactory<?> factory :
                Providers.discover(getClass().getClassLoader()).plugins()) {
            List<Option<?>> own = factory.settings().options();
            factory.networkTypes()
                    .forEach(type -> assertThat(
                                    String.join("\n", guide.section(type.name()).table()))
                            .as(type.name())
                            .isEqualTo(own.isEmpty() ? "" : String.join("\n", table(own))));
        }
    }

    @TestFactory
    Stream<DynamicTest> everyKeyHasAnExampleThatIsRead() {
        return ConfigReader.SECTIONS.stream()
                .map(section -> DynamicTest.dynamicTest(section.name(), () -> {
                    TreeSet<String> shown = new TreeSet<>();
                    for (Guide.Block block : guide.section(section.name()).blocks()) {
                        String text = block.text().startsWith("identity:") ? block.text() : IDENTITY + block.text();
                        ConfigDraft draft = new ConfigReader(name -> Optional.of("x")).read("docs/operator.md", text);
                        assertThat(draft.problems()).isEmpty();
                        YamlDocument.parse(block.text()).entries().stream()
                                .filter(entry -> entry.path().get(0).equals(section.name()))
                                .forEach(entry -> shown.add(entry.nameFrom(1)));
                    }
                    assertThat(section.schema().options())
                            .allMatch(option -> option.shape() == Option.Shape.KEYED
                                    ? shown.stream().anyMatch(key -> key.startsWith(option.name() + "."))
                                    : shown.contains(option.name()));
                }));
    }

    @Test
    void theExamplesOfNetworkTypesAndCloudsAreRead() {
        Providers providers = Providers.discover(getClass().getClassLoader());
        TreeSet<String> shown = new TreeSet<>();
        for (String title : List.of("networkTypes", "Kubernetes-None", "Kubernetes-HostPort")) {
            for (Guide.Block block : guide.section(title).blocks()) {
                new ConfigReader(name -> Optional.empty())
                        .read("docs/operator.md", IDENTITY + block.text())
                        .check(providers, Map.of())
                        .close();
                shown.addAll(settings(block));
            }
        }
        for (Guide.Block block : guide.section("clouds").blocks()) {
            assertThat(new ConfigReader(name -> Optional.of("secret"))
                            .read(
                                    "docs/operator.md",
                                    IDENTITY + block.text().replaceAll("file: [^}]*", "file: /dev/null"))
                            .problems())
                    .isEmpty();
            shown.addAll(settings(block));
        }
        TreeSet<String> known = new TreeSet<>();
        PluginCatalog.commonSettings().forEach(option -> known.add(option.name()));
        // The types of clouds have pages of their own.
        providers.plugins().stream()
                .filter(plugin -> !plugin.networkTypes().isEmpty())
                .forEach(plugin -> plugin.settings().options().forEach(option -> known.add(option.name())));
        assertThat(shown).isEqualTo(known);
    }

    /** The names of settings of network types; of a keyed one without the name of the user's. */
    private static List<String> settings(Guide.Block block) {
        return YamlDocument.parse(block.text()).entries().stream()
                .filter(entry -> entry.path().get(0).equals(ConfigReader.NETWORK_TYPES))
                .filter(entry -> entry.path().size() > 2)
                .map(entry -> entry.path().get(2))
                .toList();
    }

    @Test
    void everyBlockIsOfAKindThatSomeTestRuns() {
        guide.sections()
                .forEach(section -> section.blocks()
                        .forEach(block ->
                                assertThat(block.language()).as(section.title()).isIn("yaml", "sh", "text")));
    }
}
