package io.berth.operator.cli;

import io.berth.operator.config.ConfigDraft;
import io.berth.operator.config.ConfigReader;
import io.berth.operator.runtime.ApiClient;
import io.berth.operator.runtime.ApiServerException;
import io.berth.operator.runtime.OperatorRuntime;
import io.berth.runtime.Providers;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code berth operator}: runs until it is told to end. */
@Command(
        name = "operator",
        description = "Runs the operator until it gets SIGTERM or SIGINT. It logs on standard error.",
        mixinStandardHelpOptions = true)
final class OperatorCommand implements Callable<Integer> {
    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description = "The configuration; see docs/operator.md.")
    @SuppressWarnings("NullAway.Init")
    private Path config;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "How to reach the API server. Goes before the configuration's own.")
    private @Nullable Path kubeconfig;

    @Option(
            names = "--until-input-ends",
            hidden = true,
            description = "Ends when standard input does: with the process that started this one.")
    private boolean untilInputEnds;

    @Override
    public Integer call() throws IOException, InterruptedException {
        ConfigDraft draft = ConfigReader.ofProcess().read(config);
        Providers providers = Providers.discover(Thread.currentThread().getContextClassLoader());
        if (draft.config().isEmpty()) {
            draft.check(providers, Map.of()).close();
        }
        try (KubernetesClient client =
                ApiClient.create(draft.config().orElseThrow().apiServer(), Optional.ofNullable(kubeconfig))) {
            run(draft, providers, client);
        }
        return 0;
    }

    private void run(ConfigDraft draft, Providers providers, KubernetesClient client)
            throws IOException, InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Thread hook = new Thread(() -> endAndWait(end, ended), "berth-stop");
        try (ConfigDraft.Checked checked = draft.check(providers, Map.of(KubernetesClient.class, client));
                OperatorRuntime runtime = OperatorRuntime.start(checked.config(), checked.catalog(), client)) {
            Runtime.getRuntime().addShutdownHook(hook);
            if (untilInputEnds) {
                watchInput(System.in, end);
            }
            end.await();
        } catch (RuntimeException e) {
            throw ApiServerException.explain(client, e);
        } finally {
            ended.countDown();
        }
    }

    /** The JVM goes down as soon as its hooks have ended, so this one waits for the main thread. */
    private static void endAndWait(CountDownLatch end, CountDownLatch ended) {
        end.countDown();
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void watchInput(InputStream input, CountDownLatch end) {
        Thread watcher = new Thread(
                () -> {
                    try {
                        while (input.read() >= 0) {
                            // Nothing is said there.
                        }
                    } catch (IOException e) {
                        // As good as its end.
                    }
                    end.countDown();
                },
                "berth-input");
        watcher.setDaemon(true);
        watcher.start();
    }
}
