package io.berth.tck.sim;

import static java.util.Objects.requireNonNull;

import io.berth.runtime.Timeline;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What has happened: the last of it in words, all of it in one number. */
public final class Trace {
    private static final int KEPT = 20_000;

    private final Timeline time;
    private final long began;
    private final Deque<String> lines = new ArrayDeque<>();
    private long digest = 1_125_899_906_842_597L;

    public Trace(Timeline time) {
        this.time = requireNonNull(time, "time is null");
        this.began = time.nanos();
    }

    public void add(String who, String what) {
        Duration since = Duration.ofNanos(time.nanos() - began);
        String line =
                String.format(Locale.ROOT, "%6d.%03d %-8s %s", since.toSeconds(), since.toMillisPart(), who, what);
        for (int i = 0; i < line.length(); i++) {
            digest = 31 * digest + line.charAt(i);
        }
        lines.addLast(line);
        if (lines.size() > KEPT) {
            lines.removeFirst();
        }
    }

    /** Equal for equal histories. */
    public long digest() {
        return digest;
    }

    public String tail(int most) {
        return lines.stream().skip(Math.max(0, lines.size() - most)).collect(Collectors.joining("\n"));
    }

    /** The last lines that speak of something. */
    public String tailAbout(Predicate<String> about, int most) {
        var found = lines.stream().filter(about).toList();
        return found.stream().skip(Math.max(0, found.size() - most)).collect(Collectors.joining("\n"));
    }
}
