package io.berth.localcluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlPlaneBinariesTest {

    private static final String PLATFORM = "linux-amd64";
    private static final List<String> ALL =
            List.of("etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kwok", "kubectl");

    @TempDir
    Path home;

    @Test
    void newestCompleteVersionOfTheDefaultFolderIsTaken() throws IOException {
        fill(home.resolve(".kubeapitest/k8s/1.9.10-linux-amd64"), ALL);
        Path newest = fill(home.resolve(".kubeapitest/k8s/1.37.2-linux-amd64"), ALL);
        fill(home.resolve(".kubeapitest/k8s/1.38.0-linux-amd64"), List.of("etcd", "kube-apiserver", "kubectl"));
        fill(home.resolve(".kubeapitest/k8s/1.39.0-darwin-arm64"), ALL);
        fill(home.resolve(".kubeapitest/k8s/1.4-linux-amd64"), ALL);

        ControlPlaneBinaries.Search search = search(Map.of());

        assertThat(search.found()).map(ControlPlaneBinaries::folder).contains(newest);
        assertThat(search.looked())
                .singleElement()
                .asString()
                .contains("1.38.0")
                .contains("no kube-controller-manager, kube-scheduler, kwok");
    }

    @Test
    void testDirVariableReplacesTheDefaultFolder(@TempDir Path other) throws IOException {
        fill(home.resolve(".kubeapitest/k8s/1.37.2-linux-amd64"), ALL);

        assertThat(search(Map.of("KUBE_API_TEST_DIR", other.toString())).found())
                .isEmpty();

        Path there = fill(other.resolve("k8s/1.36.0-linux-amd64"), ALL);
        assertThat(search(Map.of("KUBE_API_TEST_DIR", other.toString())).found())
                .map(ControlPlaneBinaries::folder)
                .contains(there);
    }

    @Test
    void assetsVariableGoesBeforeTheDefaultFolderButNotBeforeTheTestDirVariable(
            @TempDir Path assets, @TempDir Path other) throws IOException {
        Path standard = fill(home.resolve(".kubeapitest/k8s/1.37.2-linux-amd64"), ALL);
        Path there = fill(other.resolve("k8s/1.36.0-linux-amd64"), ALL);
        Map<String, String> onlyAssets = Map.of("KUBEBUILDER_ASSETS", assets.toString());

        assertThat(search(onlyAssets).found())
                .as("an incomplete folder is passed over")
                .map(ControlPlaneBinaries::folder)
                .contains(standard);
        fill(assets, ALL);
        assertThat(search(onlyAssets).found()).map(ControlPlaneBinaries::folder).contains(assets);
        assertThat(search(Map.of("KUBEBUILDER_ASSETS", assets.toString(), "KUBE_API_TEST_DIR", other.toString()))
                        .found())
                .map(ControlPlaneBinaries::folder)
                .contains(there);
    }

    @Test
    void programThatCannotBeExecutedIsMissing() throws IOException {
        Path folder = fill(home.resolve(".kubeapitest/k8s/1.37.2-linux-amd64"), ALL);
        Files.setPosixFilePermissions(folder.resolve("kwok"), PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(search(Map.of()).found()).isEmpty();
        assertThat(search(Map.of()).looked()).singleElement().asString().endsWith("(no kwok)");
    }

    @Test
    void remedyNamesThePlacesAndTheCommand() {
        ControlPlaneBinaries.Search search = search(Map.of("KUBEBUILDER_ASSETS", "/nowhere"));

        assertThat(ControlPlaneBinaries.remedy(search))
                .contains("/nowhere (no etcd, kube-apiserver")
                .contains(home.resolve(".kubeapitest/k8s") + " (no folder <version>-linux-amd64)")
                .contains("it/apiserver/build --with-controllers --with-scheduler --with-kwok ~/.kubeapitest")
                .contains("KUBE_API_TEST_DIR")
                .contains("KUBEBUILDER_ASSETS");
    }

    @ParameterizedTest
    @CsvSource({
        "Linux,amd64,linux-amd64",
        "Linux,aarch64,linux-arm64",
        "Mac OS X,x86_64,darwin-amd64",
        "Linux,riscv64,linux-riscv64"
    })
    void platformIsSpeltAsGoSpellsIt(String osName, String osArch, String platform) {
        assertThat(ControlPlaneBinaries.platform(osName, osArch)).isEqualTo(platform);
    }

    private ControlPlaneBinaries.Search search(Map<String, String> environment) {
        return ControlPlaneBinaries.search(environment, home, PLATFORM);
    }

    private static Path fill(Path folder, List<String> programs) throws IOException {
        Files.createDirectories(folder);
        for (String program : programs) {
            Files.createFile(
                    folder.resolve(program),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        }
        return folder;
    }
}
