package io.berth.operator.demo;

import java.io.PrintWriter;
import java.util.Map;
import java.util.TreeMap;

/** On a terminal: lines that scroll, and below them a table of the pods that is drawn anew with every change. */
public final class LiveTable implements DemoView {
    private static final String CLEAR_BELOW = "\u001b[J";
    private static final String BOLD = "\u001b[1m";
    private static final String GREEN = "\u001b[32m";
    private static final String RED = "\u001b[31m";
    private static final String PLAIN = "\u001b[0m";

    private final PrintWriter out;
    private final int mostRows;
    private final Map<String, PodRow> rows = new TreeMap<>();
    private int drawn;

    /** @param mostRows of the table, so that it fits on the terminal */
    public LiveTable(PrintWriter out, int mostRows) {
        this.out = out;
        this.mostRows = mostRows;
    }

    @Override
    public synchronized void step(String text) {
        say(BOLD + text + PLAIN);
    }

    @Override
    public synchronized void pod(PodRow row) {
        rows.put(row.fullName(), row);
        say("");
    }

    @Override
    public synchronized void gone(PodRow row) {
        PodRow there = rows.get(row.fullName());
        if (there != null && there.uid().equals(row.uid())) {
            rows.remove(row.fullName());
            say("");
        }
    }

    @Override
    public synchronized void check(Check check) {
        say((check.held() ? GREEN : RED) + PlainLines.text(check) + PLAIN);
    }

    @Override
    public synchronized void result(boolean held, String cluster) {
        say((held ? GREEN : RED) + BOLD + PlainLines.verdict(held, cluster) + PLAIN);
    }

    /** The line goes above the table. */
    private void say(String line) {
        StringBuilder text = new StringBuilder();
        if (drawn > 0) {
            text.append("\u001b[").append(drawn).append('A');
        }
        text.append('\r').append(CLEAR_BELOW);
        if (!line.isEmpty()) {
            text.append(line).append('\n');
        }
        drawn = 0;
        for (PodRow row : rows.values()) {
            if (drawn == mostRows) {
                text.append("    ... and ").append(rows.size() - mostRows).append(" more\n");
                drawn++;
                break;
            }
            text.append("    %-28s %-20s %s%-12s%s %-40s %s%n"
                    .formatted(
                            row.fullName(),
                            row.networkType(),
                            row.isReady() ? GREEN : "",
                            row.state(),
                            PLAIN,
                            row.addresses(),
                            row.readyText()));
            drawn++;
        }
        out.print(text);
        out.flush();
    }
}
