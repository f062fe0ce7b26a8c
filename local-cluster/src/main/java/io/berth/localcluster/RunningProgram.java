package io.berth.localcluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One started program, its output in a log file. */
final class RunningProgram {

    private static final Logger LOG = LoggerFactory.getLogger(RunningProgram.class);
    private static final int LAST_LINES = 12;

    private final String name;
    private final Process process;
    private final Path log;
    private volatile boolean stopping;

    private RunningProgram(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /** Its home and its temporary files are in the folder, too. */
    static RunningProgram start(Path program, List<String> arguments, Path folder) throws IOException {
        String name = program.getFileName().toString();
        Path log = folder.resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(program.toString())
                .directory(folder.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.command().addAll(arguments);
        Map<String, String> environment = builder.environment();
        // etcd takes every flag from here as well; the other would let programs outlive this JVM.
        environment.keySet().removeIf(key -> key.startsWith("ETCD_") || key.equals("TEST_APISERVER_DETACHED"));
        environment.put(
                "TEST_APISERVER_PARENT", Long.toString(ProcessHandle.current().pid()));
        environment.put("HOME", folder.toString());
        environment.put("TMPDIR", folder.toString());
        return new RunningProgram(name, builder.start(), log);
    }

    /** Logs its end, should it come before {@link #kill}. */
    void reportUnexpectedEnd() {
        var unused = process.onExit().thenAccept(ended -> {
            if (!stopping) {
                LOG.error("{}", lastWords());
            }
        });
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Asks it to end, without waiting, and without a chance to object: its data is thrown away anyhow. */
    void kill() {
        stopping = true;
        process.destroyForcibly();
    }

    void awaitEnd() {
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                LOG.warn("{} (process {}) has not ended in 5 s after being killed", name, process.pid());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How it is, and the end of its log. */
    String lastWords() {
        String state = process.isAlive() ? name + " is running" : name + " ended with code " + process.exitValue();
        try {
            List<String> lines = Files.readAllLines(log);
            return state + ". The end of its log:\n"
                    + String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return state + ". Its log cannot be read: " + e;
        }
    }
}
