package io.berth.tck.sim;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** What the seed decides. */
public final class Chance {
    private final RandomGenerator random;

    public Chance(RandomGenerator random) {
        this.random = requireNonNull(random, "random is null");
    }

    /** True in this share of all calls. */
    public boolean of(double share) {
        return share > 0 && random.nextDouble() < share;
    }

    /** From 0 to less than the bound. */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    public <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    public Duration millis(int least, int most) {
        return Duration.ofMillis(least + random.nextInt(most - least + 1));
    }

    /** Mostly short, now and then long: how networks are. */
    public Duration latency(int usualMillis, int longMillis) {
        return of(0.03) ? millis(usualMillis, longMillis) : millis(0, usualMillis);
    }

    public RandomGenerator generator() {
        return random;
    }
}
