package io.berth.operator.demo;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A line for everything that happens. */
public final class PlainLines implements DemoView {
    private final PrintWriter out;
    private final Map<String, String> shown = new ConcurrentHashMap<>();

    public PlainLines(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void step(String text) {
        say(text);
    }

    @Override
    public void pod(PodRow row) {
        String line = "  %-28s %-20s %-14s %-48s %s"
                .formatted(row.fullName(), row.networkType(), row.state(), row.addresses(), row.readyText())
                .stripTrailing();
        if (!line.equals(shown.put(row.uid(), line))) {
            say(line);
        }
    }

    @Override
    public void gone(PodRow row) {
        if (shown.remove(row.uid()) != null) {
            say("  %-28s gone".formatted(row.fullName()));
        }
    }

    @Override
    public void check(Check check) {
        say(text(check));
    }

    private synchronized void say(String line) {
        out.println(line);
        out.flush();
    }

    static String text(Check check) {
        return (check.held() ? "  [ok]   " : "  [FAIL] ")
                + check.what()
                + (check.detail().isEmpty() ? "" : ": " + check.detail());
    }

    @Override
    public void result(boolean held, String cluster) {
        say(verdict(held, cluster));
    }

    static String verdict(boolean held, String cluster) {
        return (held ? "All of it held, on the " : "NOT all of it held, on the ") + cluster;
    }
}
