package io.berth.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BerthTest {
    private static final String ARENA = """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: arena, namespace: games}
            spec:
              replicas: 2
              template:
                metadata:
                  annotations:
                    game.kruise.io/network-type: Kubernetes-HostPort
                    game.kruise.io/network-conf: '[{"name":"ContainerPorts","value":"%s"}]'
                spec:
                  containers:
                    - name: game
                      image: example.com/game:1
                      ports: [{containerPort: 7777, protocol: UDP}]
            """;

    private static final String CONFIG = """
            identity: {clusterId: c1, operatorId: o1}
            networkTypes:
              Kubernetes-HostPort:
                ranges: {default: 9000-9001}
                onBadInput: %s
            """;

    @TempDir
    private Path folder = Path.of("unset");

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void helpNamesEveryCommandAndTheExitCodes() {
        CommandRun run = CommandRun.of("--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("Usage: berth")
                .contains("demo", "operator", "plan", "validate")
                .contains("Exit codes:")
                .contains("2   wrong usage or configuration");
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "operator", "plan", "validate"})
    void everyCommandExplainsItself(String command) {
        CommandRun run = CommandRun.of(command, "--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .startsWith("Usage: berth " + command)
                .contains("--help")
                .contains("--version");
        assertThat(CommandRun.of("help", command).out()).isEqualTo(run.out());
    }

    @Test
    void theVersionIsThatOfTheJar() {
        CommandRun run = CommandRun.of("--version");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("berth ");
    }

    @Test
    void wrongUsageIsExplained() {
        assertThat(CommandRun.of()).satisfies(run -> {
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("Give one of the commands.").contains("Usage: berth");
        });
        assertThat(CommandRun.of("plna")).satisfies(run -> {
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("plan");
        });
        assertThat(CommandRun.of("plan")).satisfies(run -> {
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("Missing required option").contains("-f");
        });
        assertThat(CommandRun.of("validate")).satisfies(run -> {
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("Give -f with manifests, or --config, or both.");
        });
    }

    @Test
    void planSaysWhatEachPodGets() throws IOException {
        CommandRun run = CommandRun.of("plan", "-f", file("arena.yaml", ARENA.formatted("game:7777/UDP")));

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.lines()).hasSize(7);
        assertThat(run.lines().get(0)).startsWith("StatefulSet games/arena (").contains("arena.yaml, document 1");
        for (int i = 0; i < 2; i++) {
            assertThat(run.lines().get(1 + 3 * i)).isEqualTo("  pod games/arena-%d, Kubernetes-HostPort".formatted(i));
            assertThat(run.lines().get(2 + 3 * i))
                    .matches("    gets     host port 8\\d{3} for port 7777/UDP of container game");
            assertThat(run.lines().get(3 + 3 * i)).matches("    address  <node>:8\\d{3}/UDP");
        }
    }

    @Test
    void planGivesEachNumberOncePerNode() throws IOException {
        String arena = file("arena.yaml", ARENA.formatted("game:7777/UDP").replace("replicas: 2", "replicas: 3"));
        String config = file("berth.yaml", CONFIG.formatted("warn") + "    whenFull: refuse\n");

        CommandRun fits = CommandRun.of("plan", "-f", arena, "--config", config, "--nodes", "2");
        CommandRun full = CommandRun.of("plan", "-f", arena, "--config", config, "--nodes", "1");

        assertThat(fits.exitCode()).isZero();
        assertThat(fits.out()).contains("host port 9000", "host port 9001").doesNotContain("PROBLEM");
        assertThat(full.exitCode()).isEqualTo(1);
        assertThat(full.out()).contains("PROBLEM  PoolFull").contains("REFUSED  it would not be let in");
    }

    @Test
    void planShowsProblemsBesideWhatIsRight() throws IOException {
        String manifests = file("all.yaml", ARENA.formatted("gmae:7777/UDP") + """
                ---
                {kind: Pod, apiVersion: v1, metadata: {name: plain}, spec: {containers: [{name: a, image: a}]}}
                ---
                {kind: Service, apiVersion: v1, metadata: {name: front}}
                ---
                {kind: Pod, apiVersion: v1, metadata: {name: odd}, spec: {containers: 7}}
                ---
                kind: Deployment
                apiVersion: apps/v1
                metadata: {name: lobby}
                spec:
                  replicas: 1
                  template:
                    metadata: {annotations: {game.kruise.io/network-type: Kubernetes-None}}
                    spec: {containers: [{name: lobby, image: a, ports: [{containerPort: 80}]}]}
                """);

        CommandRun run = CommandRun.of("plan", "-f", manifests);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains("PROBLEM  BadParameters: ContainerPorts: the pod has no container 'gmae'; it has game")
                .contains("note     has no annotation game.kruise.io/network-type and is left alone")
                .contains("Service default/front: makes no pods that are known here")
                .contains("PROBLEM  is no pod:")
                .contains("pod default/lobby-*, Kubernetes-None")
                .contains("address  <pod>:80/TCP");
    }

    @Test
    void validateListsEveryProblemOfEveryManifest() throws IOException {
        String bad = file("bad.yaml", ARENA.formatted("game:0,80x"));
        String good = file("good.yaml", ARENA.formatted("game:7777/UDP"));

        CommandRun run = CommandRun.of("validate", "-f", bad, "-f", good);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.lines())
                .anyMatch(line -> line.startsWith(bad) && line.contains("'0' is not a port"))
                .anyMatch(line -> line.startsWith(bad) && line.contains("'80x' is not a port"))
                .anyMatch(line -> line.startsWith(good)
                        && line.endsWith("StatefulSet games/arena: correct, Kubernetes-HostPort"));
        assertThat(CommandRun.of("validate", "-f", good).exitCode()).isZero();
    }

    @Test
    void validateTakesAConfigurationAlone() throws IOException {
        String config = file("berth.yaml", CONFIG.formatted("deny"));
        String broken = file("broken.yaml", CONFIG.formatted("dney") + "    rangse: 1\nwebhok: {}\n");

        assertThat(CommandRun.of("validate", "--config", config)).satisfies(run -> {
            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).contains("correct; network types [Kubernetes-HostPort]");
        });
        assertThat(CommandRun.of("validate", "--config", broken)).satisfies(run -> {
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.out()).isEmpty();
            assertThat(run.err())
                    .contains("broken.yaml cannot be used")
                    .contains("unknown section; did you mean 'webhook'?")
                    .contains("'dney' is none of warn | deny")
                    .contains("rangse")
                    .doesNotContain("\tat ");
        });
    }

    @Test
    void aPodThatWouldBeDeniedIsAProblem() throws IOException {
        CommandRun run = CommandRun.of(
                "validate",
                "--config",
                file("berth.yaml", CONFIG.formatted("deny")),
                "-f",
                file("arena.yaml", ARENA.formatted("game:70000")));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("'70000' is not a port");
    }

    @Test
    void filesThatAreNoneAreNamedTogether() throws IOException {
        String text = file("text.yaml", "just words\n");
        String empty = file("empty.yaml", "---\n");
        String broken = file("broken.yaml", "a: [\n");
        Path missing = folder.resolve("missing.yaml");

        CommandRun run = CommandRun.of("plan", "-f", text, "-f", empty, "-f", broken, "-f", missing.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains(text + ", document 1: is no Kubernetes object; it has no kind")
                .contains(empty + ": has no objects")
                .contains(broken + ": is no YAML: while parsing a flow node, expected the node content, but found")
                .contains(missing + ": cannot be read")
                .doesNotContain("\tat ");
    }

    @Test
    void anOperatorWithoutUsableConfigurationSaysWhy() throws IOException {
        Path missing = folder.resolve("none.yaml");
        CommandRun run = CommandRun.of("operator", "--config", missing.toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(missing + " cannot be used").contains("there is no such file");

        CommandRun noConfig = CommandRun.of("operator");
        assertThat(noConfig.exitCode()).isEqualTo(2);
        assertThat(noConfig.err()).contains("Missing required option: '--config=FILE'");

        CommandRun bad = CommandRun.of("operator", "--config", file("berth.yaml", "identity: {}\n"));
        assertThat(bad.exitCode()).isEqualTo(2);
        assertThat(bad.err()).contains("identity.clusterId: is missing");

        CommandRun noKubeconfig = CommandRun.of(
                "operator",
                "--config",
                file("ok.yaml", CONFIG.formatted("warn")),
                "--kubeconfig",
                folder.resolve("kube").toString());
        assertThat(noKubeconfig.exitCode()).isEqualTo(2);
        assertThat(noKubeconfig.err()).contains("there is no such kubeconfig file, or it cannot be read");
    }
}
