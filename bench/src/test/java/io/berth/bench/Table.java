package io.berth.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Measured times beside their targets and the peers' figures. */
final class Table {
    private static final String FORMAT = "%-58s %10s %10s %9s %14s  %s%n";

    private final List<String> lines = new ArrayList<>();

    Table() {
        lines.add(FORMAT.formatted("what", "CPU", "elapsed", "garbage", "target", "peers"));
    }

    /**
     * @param cpuNanos what the processors spent on it: on a busy machine the one that tells something
     * @param garbage what was allocated, in bytes; negative where it was not counted
     * @param target empty where there is none
     */
    void add(String what, double cpuNanos, double nanos, double garbage, String target, String peers) {
        lines.add(FORMAT.formatted(
                what, time(cpuNanos), time(nanos), garbage < 0 ? "" : "%.0f B".formatted(garbage), target, peers));
    }

    static String time(double nanos) {
        if (nanos < 10_000) {
            return String.format(Locale.ROOT, "%.3f us", nanos / 1e3);
        }
        return nanos < 1e6
                ? String.format(Locale.ROOT, "%.1f us", nanos / 1e3)
                : String.format(Locale.ROOT, "%.2f ms", nanos / 1e6);
    }

    @Override
    public String toString() {
        return String.join("", lines);
    }
}
