package io.berth.operator.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The operator as a process of its own, which ends with this one at the latest. */
final class OperatorProcess {
    private static final Pattern HEALTH = Pattern.compile("Health at (http://[^/ ]+)/healthz");
    private static final Duration POLL = Duration.ofMillis(100);

    private final Process process;
    private final Path log;
    private final Thread reader;
    private final HttpClient http = HttpClient.newHttpClient();
    private volatile String health = "";

    private OperatorProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.reader = new Thread(this::follow, "operator-log");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * @param main the class whose {@code operator} command runs the operator
     * @param log where its log is added to
     */
    static OperatorProcess start(String main, Path config, Path kubeconfig, Path log) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                main,
                "operator",
                "--config",
                config.toString(),
                "--kubeconfig",
                kubeconfig.toString(),
                "--until-input-ends"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.putIfAbsent("BERTH_LOG", "info");
        return new OperatorProcess(builder.start(), log);
    }

    private void follow() {
        try (BufferedReader lines =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                Writer file = Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                file.write(line);
                file.write('\n');
                file.flush();
                Matcher matcher = HEALTH.matcher(line);
                if (matcher.find()) {
                    health = matcher.group(1);
                }
            }
        } catch (IOException e) {
            // The process was killed; what it had to say is in the file.
        }
    }

    /** Waits until it says that it is ready; false: it ended, or was not ready in time. */
    boolean awaitReady(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (process.isAlive() && System.nanoTime() - end < 0) {
            if (isReady()) {
                return true;
            }
            if (process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        return false;
    }

    private boolean isReady() throws InterruptedException {
        String base = health;
        if (base.isEmpty()) {
            return false;
        }
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/readyz"))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            return false;
        }
    }

    long pid() {
        return process.pid();
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** SIGTERM; false: it did not end in time, and was killed. */
    boolean stop(Duration patience) throws InterruptedException {
        process.destroy();
        if (process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            reader.join(patience.toMillis());
            return true;
        }
        kill();
        return false;
    }
}
