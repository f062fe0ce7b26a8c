package io.berth.localcluster.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.localcluster.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The variable that decides about the real tier is read from the environment, so each case needs a JVM of its own. */
class ClusterTiersIT {

    @TempDir
    Path empty;

    @Test
    void missingProgramsSkipTheRealTierWithOneLine() throws Exception {
        String output = probe(Map.of());

        assertThat(output).contains("succeeded 1, failed 0, skipped 1");
        assertThat(output).containsOnlyOnce("Tests on the real control plane are skipped.");
        assertThat(output).contains("it/apiserver/build --with-controllers");
        assertThat(output).contains("1 test(s) ran on: embedded API server");
    }

    @Test
    void missingProgramsFailTheTestsWhereTheyAreRequired() throws Exception {
        String output = probe(Map.of(ClusterTiers.POLICY, "required"));

        assertThat(output).contains("succeeded 1, failed 1, skipped 0");
        assertThat(output).contains("No real Kubernetes control plane on this machine. Looked in " + empty);
    }

    @Test
    void realTierCanBeSwitchedOff() throws Exception {
        String output = probe(Map.of(ClusterTiers.POLICY, "off"));

        assertThat(output).contains("succeeded 1, failed 0, skipped 1");
    }

    @Test
    void unknownPolicyFailsTheTests() throws Exception {
        String output = probe(Map.of(ClusterTiers.POLICY, "maybe"));

        assertThat(output).contains("failed 1").contains(ClusterTiers.POLICY + " is \"maybe\"");
    }

    private String probe(Map<String, String> variables) throws IOException, InterruptedException {
        Map<String, String> environment = new HashMap<>(
                Map.of(ClusterTiers.POLICY, "", "KUBEBUILDER_ASSETS", "", "KUBE_API_TEST_DIR", empty.toString()));
        environment.putAll(variables);
        Path output = Files.createTempFile("probe", ".txt");
        try {
            Process process = ChildJvm.start(ProbeLauncher.class, environment, output.toFile());
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return Files.readString(output);
        } finally {
            Files.delete(output);
        }
    }
}
