package io.berth.localcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchFolderTest {

    @TempDir
    Path parent;

    private final Instant now = Instant.now();
    private final Instant later = now.plus(Duration.ofMinutes(2));

    @Test
    void isPrivateAndGoesWithEverythingInIt() throws IOException {
        ScratchFolder folder = ScratchFolder.create(parent, now);
        assertThat(Files.getPosixFilePermissions(folder.path()))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        Files.createDirectories(folder.resolve("a").resolve("b"));
        Files.writeString(folder.resolve("a").resolve("b").resolve("c"), "x");

        folder.close();

        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void removesWhatADeadProcessLeft() throws IOException {
        Path abandoned = Files.createDirectory(parent.resolve("berth-cluster-123"));
        Files.createFile(abandoned.resolve(".in-use"));
        Files.writeString(abandoned.resolve("etcd.log"), "x");

        try (ScratchFolder tooEarlyToTell = ScratchFolder.create(parent, now)) {
            assertThat(abandoned).exists();
        }
        try (ScratchFolder next = ScratchFolder.create(parent, later)) {
            assertThat(abandoned).doesNotExist();
        }
    }

    @Test
    void leavesWhatIsInUseAndWhatIsNotItsOwn() throws IOException {
        Path foreign = Files.createDirectory(parent.resolve("berth-cluster-notes"));
        try (ScratchFolder inUse = ScratchFolder.create(parent, now);
                ScratchFolder second = ScratchFolder.create(parent, later)) {
            assertThat(inUse.path()).exists().isNotEqualTo(second.path());
            assertThat(foreign).exists();
        }
    }

    @Test
    void keepsItsLockWhateverElseThisProcessMakes() throws IOException, InterruptedException {
        try (ScratchFolder inUse = ScratchFolder.create(parent, now);
                ScratchFolder second = ScratchFolder.create(parent, later)) {
            Path output = parent.resolve("output");
            Process other = ChildJvm.start(OtherProcess.class, Map.of(), output.toFile(), "-Dparent=" + parent);
            assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();

            assertThat(other.exitValue()).as(Files.readString(output)).isZero();
            assertThat(inUse.path()).exists();
            assertThat(second.path()).exists();
        }
    }

    /** Looks for abandoned folders. */
    static final class OtherProcess {
        private OtherProcess() {}

        public static void main(String[] arguments) {
            ScratchFolder.create(
                            Path.of(System.getProperty("parent")), Instant.now().plus(Duration.ofMinutes(2)))
                    .close();
        }
    }

    @Test
    void saysWhereNoFolderCouldBeMade() {
        Path missing = parent.resolve("missing");

        assertThatThrownBy(() -> ScratchFolder.create(missing, now))
                .isInstanceOf(ClusterStartException.class)
                .hasMessageContaining(missing.toString());
    }
}
