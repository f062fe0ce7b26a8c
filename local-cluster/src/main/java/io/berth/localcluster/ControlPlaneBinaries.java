package io.berth.localcluster;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A folder that has every {@link ControlPlaneProgram}. */
record ControlPlaneBinaries(Path folder) {

    static final String TEST_DIR_VARIABLE = "KUBE_API_TEST_DIR";
    static final String ASSETS_VARIABLE = "KUBEBUILDER_ASSETS";

    Path path(ControlPlaneProgram program) {
        return folder.resolve(program.fileName());
    }

    /** What was found, and what to tell people when nothing was: one line per place looked at. */
    record Search(Optional<ControlPlaneBinaries> found, List<String> looked) {
        Search {
            looked = List.copyOf(looked);
        }
    }

    static Search search() {
        return search(
                System.getenv(),
                Path.of(System.getProperty("user.home")),
                platform(System.getProperty("os.name"), System.getProperty("os.arch")));
    }

    static ControlPlaneBinaries require() {
        Search search = search();
        return search.found().orElseThrow(() -> new MissingControlPlaneException(remedy(search)));
    }

    static String remedy(Search search) {
        return "No real Kubernetes control plane on this machine. Looked in " + String.join("; ", search.looked())
                + ". Build it once, with Go 1.26, from the folder of Berth's sources (about 8 minutes):"
                + " it/apiserver/build --with-controllers --with-scheduler --with-kwok ~/.kubeapitest"
                + " ; or set " + TEST_DIR_VARIABLE + " to a folder that has k8s/<version>-<os>-<arch>/, or "
                + ASSETS_VARIABLE + " to the folder of the programs.";
    }

    /**
     * Looks where the two variables point, then in kube-api-test's default folder, unless its variable names another. Of
     * several versions in one folder the newest complete one is taken.
     */
    static Search search(Map<String, String> environment, Path home, String platform) {
        List<String> looked = new ArrayList<>();
        List<Path> candidates = new ArrayList<>();
        String testDir = environment.getOrDefault(TEST_DIR_VARIABLE, "");
        Path versions = (testDir.isEmpty() ? home.resolve(".kubeapitest") : Path.of(testDir)).resolve("k8s");
        String assets = environment.getOrDefault(ASSETS_VARIABLE, "");
        if (!assets.isEmpty()) {
            candidates.add(Path.of(assets));
        }
        List<Path> ofThisPlatform = versionFolders(versions, platform);
        if (ofThisPlatform.isEmpty()) {
            looked.add(versions + " (no folder <version>-" + platform + ")");
        }
        // What a variable names goes before a default.
        candidates.addAll(testDir.isEmpty() ? candidates.size() : 0, ofThisPlatform);
        for (Path folder : candidates) {
            List<String> missing = missing(folder);
            if (missing.isEmpty()) {
                return new Search(Optional.of(new ControlPlaneBinaries(folder)), looked);
            }
            looked.add(folder + " (no " + String.join(", ", missing) + ")");
        }
        return new Search(Optional.empty(), looked);
    }

    /** As Go names it: {@code linux-amd64}. */
    static String platform(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : osName.toLowerCase(Locale.ROOT);
        return os
                + switch (osArch) {
                    case "amd64", "x86_64" -> "-amd64";
                    case "aarch64" -> "-arm64";
                    default -> "-" + osArch;
                };
    }

    private static List<Path> versionFolders(Path versions, String platform) {
        if (!Files.isDirectory(versions)) {
            return List.of();
        }
        List<Path> folders = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(versions, "[0-9]*-" + platform)) {
            stream.forEach(folders::add);
        } catch (IOException e) {
            throw new ClusterStartException("Cannot list " + versions + ": " + e.getMessage(), e);
        }
        folders.sort(Comparator.comparing(ControlPlaneBinaries::version, Arrays::compare)
                .reversed());
        return folders;
    }

    private static int[] version(Path folder) {
        String name = folder.getFileName().toString();
        return Arrays.stream(name.substring(0, name.indexOf('-')).split("\\."))
                .mapToInt(part -> part.matches("\\d{1,9}") ? Integer.parseInt(part) : 0)
                .toArray();
    }

    private static List<String> missing(Path folder) {
        return Arrays.stream(ControlPlaneProgram.values())
                .map(ControlPlaneProgram::fileName)
                .filter(name -> !Files.isExecutable(folder.resolve(name)))
                .collect(Collectors.toList());
    }
}
