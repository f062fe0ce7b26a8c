package io.berth.localcluster;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Starts classes of the tests in JVMs of their own. */
public final class ChildJvm {

    private ChildJvm() {}

    /** Its output is in the file; variables with an empty value are taken away. */
    public static Process start(Class<?> main, Map<String, String> environment, File output, String... properties)
            throws IOException {
        String java = ProcessHandle.current().info().command().orElseThrow();
        ProcessBuilder builder = new ProcessBuilder(java, "-XX:TieredStopAtLevel=1");
        builder.command().addAll(List.of(properties));
        builder.command().addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        builder.redirectErrorStream(true).redirectOutput(output);
        environment.forEach((key, value) -> {
            if (value.isEmpty()) {
                builder.environment().remove(key);
            } else {
                builder.environment().put(key, value);
            }
        });
        return builder.start();
    }
}
