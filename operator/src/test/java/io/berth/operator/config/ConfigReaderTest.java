package io.berth.operator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.runtime.CloudAccount;
import io.berth.runtime.Providers;
import io.berth.spi.config.NameValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigReaderTest {
    private static final String IDENTITY = """
            identity:
              clusterId: c1
              operatorId: o1
            """;

    private final ConfigReader reader = new ConfigReader(
            name -> Optional.ofNullable(Map.of("SECRET_KEY", "s3cret").get(name)));

    private OperatorConfig good(String text) {
        ConfigDraft draft = reader.read("berth.yaml", text);
        assertThat(draft.problems()).isEmpty();
        return draft.config().orElseThrow();
    }

    private List<String> problems(String text) {
        ConfigDraft draft = reader.read("berth.yaml", text);
        assertThat(draft.config().isEmpty()).isEqualTo(!draft.problems().isEmpty());
        return draft.problems();
    }

    @Test
    void identityAloneIsEnough() {
        OperatorConfig config = good(IDENTITY);

        assertThat(config.identity().clusterId()).isEqualTo("c1");
        assertThat(config.keys().networkType()).isEqualTo("game.kruise.io/network-type");
        assertThat(config.webhook().port()).isEqualTo(9443);
        assertThat(config.webhook().tls()).isEmpty();
        assertThat(config.leaderElection().leaseDuration()).isEqualTo(Duration.ofSeconds(15));
        assertThat(config.engineSettings().cooldown()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.networkTypes()).isEmpty();
    }

    @Test
    void everySectionIsRead() {
        OperatorConfig config = good(IDENTITY + """
                annotations: {contract: games.example.com, own: net.example.com}
                apiServer:
                  kubeconfig: /etc/kube.conf
                  context: prod
                  namespaces: [a, b]
                  podSelector: team=x
                  requestTimeout: 5s
                leaderElection: {namespace: ops, name: one, leaseDuration: 6s, retryPeriod: 1s, margin: 1s}
                webhook:
                  port: 0
                  host: 127.0.0.1
                  tls: {certFile: c.pem, keyFile: k.pem, caFile: ca.pem}
                  register: true
                  service: {name: berth, namespace: ops}
                  failurePolicy: Fail
                  failurePolicyOf: {Kubernetes-None: Ignore}
                  timeout: 3s
                  selectLabel: game.kruise.io/owner-gss
                health: {host: 127.0.0.1, port: 0}
                engine: {cooldown: 2s, workers: 3}
                """);

        assertThat(config.keys().claim()).isEqualTo("net.example.com/claim");
        assertThat(config.apiServer().namespaces()).containsExactly("a", "b");
        assertThat(config.leaderElection().margin()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.webhook().tls().orElseThrow().authority()).contains(Path.of("ca.pem"));
        assertThat(config.apiServer().podSelector().orElseThrow().text()).isEqualTo("team=x");
        assertThat(config.webhook().failurePolicy()).isEqualTo(WebhookConfig.FailurePolicy.FAIL);
        assertThat(config.webhook().failurePolicy("Kubernetes-HostPort")).isEqualTo(WebhookConfig.FailurePolicy.FAIL);
        assertThat(config.webhook().failurePolicy("Kubernetes-None")).isEqualTo(WebhookConfig.FailurePolicy.IGNORE);
        assertThat(config.webhook().target().service()).contains("berth");
        assertThat(config.engine().workers()).isEqualTo(3);
        assertThat(config.engineSettings().keys().claimed()).isEqualTo("net.example.com/claimed");
    }

    @Test
    void settingsOfNetworkTypesAreFlattenedAndKeptAsTheyAreWritten() {
        OperatorConfig config = good(IDENTITY + """
                networkTypes:
                  Kubernetes-None:
                  Kubernetes-HostPort:
                    onBadInput: deny
                    ranges: {default: 7000-8000, voice: 010}
                    blocked: [7777, 7900-7910]
                """);

        assertThat(config.networkTypes())
                .containsEntry("Kubernetes-None", List.of())
                .containsEntry(
                        "Kubernetes-HostPort",
                        List.of(
                                new NameValue("onBadInput", "deny"),
                                new NameValue("ranges.default", "7000-8000"),
                                new NameValue("ranges.voice", "010"),
                                new NameValue("blocked", "7777"),
                                new NameValue("blocked", "7900-7910")));
    }

    @Test
    void credentialsComeFromTheEnvironmentOrAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("id"), "from-file\n");
        OperatorConfig config = good(IDENTITY + """
                clouds:
                  main:
                    type: volcengine
                    region: cn-beijing
                    endpoint: http://127.0.0.1:1
                    accessKey: {file: %s}
                    secretKey: {env: SECRET_KEY}
                """.formatted(file));

        CloudAccount account = config.clouds().get(0);
        assertThat(account.cloud()).isEqualTo("volcengine");
        assertThat(account.account()).isEqualTo("main");
        assertThat(account.settings())
                .containsExactly(
                        new NameValue("region", "cn-beijing"),
                        new NameValue("endpoint", "http://127.0.0.1:1"),
                        new NameValue("accessKey", "from-file"),
                        new NameValue("secretKey", "s3cret"));
        assertThat(config.toString()).doesNotContain("s3cret").doesNotContain("from-file");
    }

    @Test
    void everyProblemIsNamedAtOnceWithItsLineAndRemedy() {
        List<String> problems = problems("""
                identity:
                  clusterID: c1
                webhok:
                  port: 1
                webhook:
                  port: eighty
                  prot: 1
                  tls: {certFile: c.pem}
                health: 5
                engine:
                  workers: 0
                  cooldown:
                networkTypes:
                  Kubernetes-None: yes
                clouds:
                  main:
                    secretKey: {env: NOBODY}
                """);

        assertThat(problems)
                .containsExactlyInAnyOrder(
                        "webhok (line 4): unknown section; did you mean 'webhook'?",
                        "health (line 9): is a section; write its keys below it, indented",
                        "networkTypes.Kubernetes-None (line 14): is a network type; write its settings below it,"
                                + " indented, or nothing",
                        "clouds.main.secretKey.env (line 17): there is no environment variable 'NOBODY'; set it",
                        "clouds.main.type: is missing; give the name of a cloud",
                        "identity.clusterID (line 2): unknown key; names are case-sensitive, write 'clusterId'",
                        "identity.clusterId: is missing; give 1 to 63 letters, digits, '-', '_' and '.', a letter or"
                                + " digit at both ends",
                        "identity.operatorId: is missing; give 1 to 63 letters, digits, '-', '_' and '.', a letter or"
                                + " digit at both ends",
                        "webhook.prot (line 7): unknown key; did you mean 'port'?",
                        "webhook.port (line 6): 'eighty' is not a number; give a number from 0 to 65535",
                        "engine.cooldown (line 12): has no value; give a duration such as 90s or 5m30s, or leave the"
                                + " key out",
                        "engine.workers (line 11): '0' is out of range; give a number from 1 to 256");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "webhook: {tls: {certFile: a}} | webhook: tls.certFile and tls.keyFile belong together",
                "webhook: {tls: {caFile: a}} | webhook: tls.caFile has no meaning without tls.certFile",
                "webhook: {service: {name: a}, url: 'https://a'} | service.name and url exclude each other",
                "webhook: {register: true} | register needs service.name or url: the API server cannot ask '0.0.0.0'",
                "webhook: {timeout: 1500ms} | timeout has to be whole seconds, 1s to 30s",
                "webhook: {timeout: 31s} | timeout has to be whole seconds, 1s to 30s",
                "webhook: {url: 'http://a'} | webhook.url (line 4): 'http://a' is not an https:// URL",
                "webhook: {failurePolicy: ignore} | webhook.failurePolicy (line 4): 'ignore' is none of Ignore | Fail",
                "webhook: {failurePolicyOf: {A: fail}} | webhook.failurePolicyOf.A (line 4): 'fail' is none of Ignore | Fail",
                "apiServer: {podSelector: 'a=b,,c'} | apiServer.podSelector (line 4): '' is not a label selector such as",
                "apiServer: {podSelector: 'a in b'} | apiServer.podSelector (line 4): 'a in b' is not a label selector",
                "leaderElection: {margin: 13s} | leaseDuration less margin has to be three times retryPeriod at least",
                "leaderElection: {retryPeriod: 1ms} | retryPeriod has to be 10ms at least",
                "leaderElection: {leaseDuration: 900ms} | leaseDuration has to be 1s to 1h",
                "engine: {firstRetry: 2m} | firstRetry has to be no more than lastRetry",
                "engine: {rotation: 0s} | engine.rotation (line 4): '0s' is zero; give more",
                "annotations: {own: game.kruise.io} | contract and own are both 'game.kruise.io'; give two prefixes",
                "annotations: {own: 'A b'} | annotations.own (line 4): 'A b' is not a name of lower-case letters",
                "apiServer: {namespaces: [ok, Not_ok]} | apiServer.namespaces (line 4): 'Not_ok' is not a name",
                "apiServer: {requestTimeout: 6m} | requestTimeout is more than 5m",
                "apiServer: {context: ' '} | apiServer.context (line 4): is empty",
                "engine: [1] | engine (line 4): is a section",
                "networkTypes: {A: {x: [[1]]}} | networkTypes.A.x (line 4): has a list or a map inside a list",
                "clouds: {main: 1} | clouds.main (line 4): is an account",
                "clouds: {main: {type: x, key: {file: /does/not/exist}}} | the file '/does/not/exist' cannot be read",
                "health: {port: 1, port: 2} | health.port (line 4): is given more than once",
            })
    void aValueThatCannotBeUsedIsExplained(String line, String expected) {
        assertThat(problems(IDENTITY + line))
                .anySatisfy(problem -> assertThat(problem).contains(expected));
    }

    @Test
    void whatIsNoMapOfSectionsIsExplained() {
        assertThat(problems("- a\n- b\n")).anyMatch(p -> p.contains("the file has to be a map of sections"));
        assertThat(problems(IDENTITY + "---\nother: 1\n")).anyMatch(p -> p.contains("a second document begins"));
        assertThat(problems("identity: {clusterId: [\n")).anyMatch(p -> p.contains("is no YAML"));
        assertThat(problems("health: &h {port: 1}\nwebhook: *h\n"))
                .anyMatch(p -> p.contains("refers to '*h'; write the value itself"));
        assertThat(problems("")).anyMatch(p -> p.startsWith("identity.clusterId: is missing"));
    }

    @Test
    void aFileThatIsNotThereIsNamed(@TempDir Path folder) throws IOException {
        Path missing = folder.resolve("berth.yaml");
        assertThatThrownBy(() -> reader.read(missing))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(missing.toString())
                .hasMessageContaining("there is no such file");
        Path binary = Files.write(folder.resolve("b"), new byte[] {(byte) 0xff, (byte) 0xfe, 'a'});
        assertThatThrownBy(() -> reader.read(binary)).hasMessageContaining("is not UTF-8");
        assertThatThrownBy(() -> reader.read(folder)).hasMessageContaining("cannot be read");
    }

    @Test
    void problemsOfNetworkTypesAndOfTheFileComeTogether() {
        ConfigDraft draft = reader.read("berth.yaml", """
                identity: {clusterId: c1}
                networkTypes:
                  Kubernetes-Nonne:
                """);

        assertThatThrownBy(() -> draft.check(Providers.of(List.of(), List.of()), Map.of()))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e -> assertThat(e.problems())
                                .anyMatch(p -> p.startsWith("identity.operatorId: is missing"))
                                .anyMatch(p -> p.contains("'Kubernetes-Nonne'")));
    }

    @Test
    void aCorrectFileIsHeldAgainstThePlugins() {
        ConfigDraft draft = reader.read("berth.yaml", IDENTITY + "networkTypes: {Nope: {}}");

        assertThatThrownBy(() -> draft.check(Providers.of(List.of(), List.of()), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("berth.yaml cannot be used")
                .hasMessageContaining("Network type 'Nope' is configured");
    }

    @Test
    void aFailurePolicyOfATypeThatIsNotServedIsExplained() {
        ConfigDraft draft = reader.read("berth.yaml", IDENTITY + """
                webhook: {failurePolicyOf: {Kubernetes-Hostport: Fail, Kubernetes-None: Fail}}
                networkTypes: {Kubernetes-None: {}}
                """);

        assertThatThrownBy(() -> draft.check(Providers.discover(getClass().getClassLoader()), Map.of()))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e -> assertThat(e.problems())
                                .containsExactly("webhook.failurePolicyOf.Kubernetes-Hostport: this network type is not"
                                        + " served; there are [Kubernetes-None]"));
    }

    @Test
    void withoutNetworkTypesThoseThatNeedNothingAreServed() {
        try (ConfigDraft.Checked checked = reader.read("berth.yaml", IDENTITY)
                .check(Providers.discover(getClass().getClassLoader()), Map.of())) {
            assertThat(checked.catalog().networkTypes()).containsExactly("Kubernetes-None");
        }
    }
}
