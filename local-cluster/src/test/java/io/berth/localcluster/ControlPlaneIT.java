package io.berth.localcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that are there and do not work. */
class ControlPlaneIT {

    @TempDir
    Path folder;

    @Test
    void programThatEndsIsReportedWithItsLastWords() throws IOException {
        for (ControlPlaneProgram program : ControlPlaneProgram.values()) {
            script(program, "echo \"$(basename $0): no luck today\"; exit 3");
        }

        assertThatThrownBy(() -> RealCluster.start(new ControlPlaneBinaries(folder)))
                .isInstanceOf(ClusterStartException.class)
                .hasMessageContaining("ended with code 3")
                .hasMessageContaining("no luck today");
        assertThat(ProcessHandle.current().descendants().filter(this::isOurs)).isEmpty();
    }

    @Test
    void programThatCannotRunIsReported() throws IOException {
        for (ControlPlaneProgram program : ControlPlaneProgram.values()) {
            Files.writeString(executable(program), "not a program of any kind\0");
        }

        assertThatThrownBy(() -> RealCluster.start(new ControlPlaneBinaries(folder)))
                .isInstanceOf(ClusterStartException.class)
                .hasMessageContaining(folder.toString());
    }

    private boolean isOurs(ProcessHandle process) {
        return process.info().command().orElse("").startsWith(folder.toString());
    }

    private void script(ControlPlaneProgram program, String body) throws IOException {
        Files.writeString(executable(program), "#!/bin/sh\n" + body + "\n");
    }

    private Path executable(ControlPlaneProgram program) throws IOException {
        return Files.createFile(
                folder.resolve(program.fileName()),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    }
}
