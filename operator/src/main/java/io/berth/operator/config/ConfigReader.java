package io.berth.operator.config;

import static java.util.Objects.requireNonNull;

import io.berth.runtime.AnnotationKeys;
import io.berth.runtime.CloudAccount;
import io.berth.spi.Identity;
import io.berth.spi.config.ConfigSchema;
import io.berth.spi.config.NameValue;
import io.berth.spi.config.Option;
import io.berth.spi.config.ValueType;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads the operator's file. Every problem is found in one go. */
public final class ConfigReader {
    static final String NETWORK_TYPES = "networkTypes";
    static final String CLOUDS = "clouds";

    static final List<Section<?>> SECTIONS = List.of(
            IdentityConfig.SECTION,
            AnnotationsConfig.SECTION,
            ApiServerConfig.SECTION,
            LeaderElectionConfig.SECTION,
            WebhookConfig.SECTION,
            HealthConfig.SECTION,
            EngineConfig.SECTION);

    /** Only for its did-you-mean. */
    private static final ConfigSchema<Boolean> SECTION_NAMES = ConfigSchema.of(
            "section",
            values -> true,
            Stream.concat(SECTIONS.stream().map(Section::name), Stream.of(NETWORK_TYPES, CLOUDS))
                    .map(name -> Option.repeated(name, ValueType.text(), name))
                    .toArray(Option<?>[]::new));

    private final Function<String, Optional<String>> environment;

    /** @param environment the environment variables, for credentials */
    public ConfigReader(Function<String, Optional<String>> environment) {
        this.environment = requireNonNull(environment, "environment is null");
    }

    /** Of this process's own environment. */
    public static ConfigReader ofProcess() {
        return new ConfigReader(name -> Optional.ofNullable(System.getenv(name)));
    }

    /** @throws ConfigException naming every problem */
    public ConfigDraft read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new ConfigException(file.toString(), List.of("there is no such file"));
        } catch (CharacterCodingException e) {
            throw new ConfigException(file.toString(), List.of("is not UTF-8"));
        } catch (IOException e) {
            throw new ConfigException(file.toString(), List.of("cannot be read: " + e));
        }
        return read(file.toString(), text);
    }

    /** @param source what the text is called in messages */
    public ConfigDraft read(String source, String text) {
        YamlDocument document = YamlDocument.parse(text);
        List<String> problems = new ArrayList<>(document.problems());
        Map<String, List<YamlEntry>> sections = sections(document.entries(), problems);
        Map<String, List<NameValue>> networkTypes =
                networkTypes(sections.getOrDefault(NETWORK_TYPES, List.of()), problems);
        List<CloudAccount> clouds =
                new CloudsSection(environment).read(sections.getOrDefault(CLOUDS, List.of()), problems);
        Optional<Identity> identity = section(IdentityConfig.SECTION, sections, problems);
        Optional<AnnotationKeys> keys = section(AnnotationsConfig.SECTION, sections, problems);
        Optional<ApiServerConfig> apiServer = section(ApiServerConfig.SECTION, sections, problems);
        Optional<LeaderElectionConfig> leaderElection = section(LeaderElectionConfig.SECTION, sections, problems);
        Optional<WebhookConfig> webhook = section(WebhookConfig.SECTION, sections, problems);
        Optional<HealthConfig> health = section(HealthConfig.SECTION, sections, problems);
        Optional<EngineConfig> engine = section(EngineConfig.SECTION, sections, problems);
        if (!problems.isEmpty()) {
            return new ConfigDraft(source, Optional.empty(), networkTypes, problems);
        }
        return new ConfigDraft(
                source,
                Optional.of(new OperatorConfig(
                        identity.orElseThrow(),
                        keys.orElseThrow(),
                        networkTypes,
                        clouds,
                        apiServer.orElseThrow(),
                        leaderElection.orElseThrow(),
                        webhook.orElseThrow(),
                        health.orElseThrow(),
                        engine.orElseThrow())),
                networkTypes,
                problems);
    }

    private static <T> Optional<T> section(
            Section<T> section, Map<String, List<YamlEntry>> sections, List<String> problems) {
        return section.read(sections.getOrDefault(section.name(), List.of()), problems);
    }

    private static Map<String, List<YamlEntry>> sections(List<YamlEntry> entries, List<String> problems) {
        Map<String, List<YamlEntry>> sections = new LinkedHashMap<>();
        for (YamlEntry entry : entries) {
            String name = entry.path().get(0);
            List<YamlEntry> known = sections.get(name);
            if (known == null) {
                known = new ArrayList<>();
                sections.put(name, known);
                SECTION_NAMES
                        .decode(List.of(new NameValue(name, "")))
                        .problems()
                        .forEach(problem -> problems.add(
                                "%s (line %d): %s".formatted(problem.name(), entry.line(), problem.message())));
            }
            if (entry.path().size() > 1) {
                known.add(entry);
            } else if (entry.text().isPresent()) {
                problems.add(
                        "%s (line %d): is a section; write its keys below it, indented".formatted(name, entry.line()));
            }
        }
        return sections;
    }

    private static Map<String, List<NameValue>> networkTypes(List<YamlEntry> entries, List<String> problems) {
        Map<String, List<NameValue>> types = new LinkedHashMap<>();
        for (YamlEntry entry : entries) {
            List<NameValue> settings = types.computeIfAbsent(entry.path().get(1), type -> new ArrayList<>());
            if (entry.path().size() > 2) {
                entry.text().ifPresent(text -> settings.add(new NameValue(entry.nameFrom(2), text)));
            } else if (entry.text().isPresent()) {
                problems.add("%s (line %d): is a network type; write its settings below it, indented, or nothing"
                        .formatted(entry.name(), entry.line()));
            }
        }
        return types;
    }
}
