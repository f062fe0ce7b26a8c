package io.berth.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.operator.docs.Guide;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./berth} as a script, in a folder whose name has spaces, called from another one, with a stand-in for Maven. */
class BerthScriptTest {
    @TempDir
    private Path folder = Path.of("unset");

    private Path script = Path.of("unset");
    private Path programs = Path.of("unset");

    private record Ended(int exitCode, String said) {}

    @BeforeEach
    void copy() throws IOException {
        Path project = Files.createDirectory(folder.resolve("a project of mine"));
        programs = Files.createDirectory(folder.resolve("bin"));
        script = Files.copy(Guide.root().resolve("berth"), project.resolve("berth"));
    }

    private void maven(String text) throws IOException {
        Path mvn = Files.writeString(programs.resolve("mvn"), "#!/bin/sh\n" + text);
        Files.setPosixFilePermissions(mvn, PosixFilePermissions.fromString("rwx------"));
    }

    private Ended run(String javaHome) throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        ProcessBuilder builder = new ProcessBuilder("sh", script.toString(), "--help")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", javaHome);
        builder.environment().merge("PATH", programs.toString(), (path, own) -> own + ":" + path);
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), Files.readString(log));
    }

    private Ended run() throws IOException, InterruptedException {
        return run(System.getProperty("java.home"));
    }

    @Test
    void aBuildThatFailsIsExplained() throws Exception {
        maven("echo '[INFO] Building Berth Operator 1 [7/7]'; echo '[ERROR] It does not compile'; exit 1\n");

        Ended ended = run();

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.said())
                .contains("Building Berth, for the first time here")
                .contains("Berth Operator 1 [7/7]")
                .contains("[ERROR] It does not compile")
                .contains("berth: the build failed; all that Maven said is in "
                        + script.resolveSibling("operator/target/berth-build.log"))
                .doesNotContain("there is nothing built");
    }

    @Test
    void whereMavenNamesNoErrorItsLastWordsAreShown() throws Exception {
        maven("echo 'Killed by somebody'; exit 137\n");

        assertThat(run().said()).contains("Killed by somebody").contains("berth: the build failed");
    }

    @Test
    void whatIsBuiltIsRunAndNotBuiltAgain() throws Exception {
        maven("mkdir -p operator/target/lib; : >operator/target/operator-1.jar; echo built >>built\n");

        Ended first = run();
        Ended second = run();

        // The stand-in has built an empty jar.
        assertThat(first.said()).contains("Building Berth").contains("io.berth.operator.cli.Berth");
        assertThat(second.said()).doesNotContain("Building Berth").contains("io.berth.operator.cli.Berth");
        assertThat(Files.readAllLines(script.resolveSibling("built"))).hasSize(1);
    }

    @Test
    void aJdkThatIsNotThereIsNamed() throws Exception {
        Ended ended = run("/nowhere");

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.said()).contains("berth: JAVA_HOME is /nowhere, which has no bin/java");
    }
}
