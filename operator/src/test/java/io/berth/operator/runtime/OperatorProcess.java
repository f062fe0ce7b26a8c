package io.berth.operator.runtime;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** {@code berth operator} as a child process, killed at its end if it still runs. */
final class OperatorProcess implements AutoCloseable {
    private static final Pattern HEALTH = Pattern.compile("Health at (http://[^/ ]+)/healthz");

    private final Process process;
    private final Path log;

    private OperatorProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Returns when it is ready. */
    static OperatorProcess start(Path config, Path kubeconfig, Path log) throws IOException {
        Files.deleteIfExists(log);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.berth.operator.cli.Berth",
                "operator",
                "--config",
                config.toString(),
                "--kubeconfig",
                kubeconfig.toString(),
                // So that it ends with this JVM at the latest.
                "--until-input-ends"));
        OperatorProcess operator = new OperatorProcess(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(Redirect.to(log.toFile()))
                        .start(),
                log);
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(100))
                .until(operator::isReady);
        return operator;
    }

    private boolean isReady() throws IOException, InterruptedException {
        String text = Files.readString(log);
        if (!process.isAlive()) {
            throw new IllegalStateException("The operator has ended: " + text);
        }
        Optional<String> health = HEALTH.matcher(text)
                .results()
                .map((MatchResult result) -> result.group(1))
                .findFirst();
        if (health.isEmpty()) {
            return false;
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(health.get() + "/readyz"))
                .timeout(Duration.ofSeconds(5))
                .build();
        return HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode()
                == 200;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
