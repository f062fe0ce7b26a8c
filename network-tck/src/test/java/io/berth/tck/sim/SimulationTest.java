package io.berth.tck.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.tck.sim.Simulation.Result;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The engine with everything going wrong. {@code -Dberth.seed=} replays one seed, {@code -Dberth.steps=} says how many
 * steps are taken in all: millions, where a night is at hand.
 */
class SimulationTest {
    private static final long STEPS_IN_ALL = 50_000;

    @Test
    void allInvariantsHoldAfterEveryStepAndAllEndsWell() {
        assertThat(new SeededRuns(Toy.setup(Toy.STEPS, EngineParts::build), System.out::println).hold(STEPS_IN_ALL))
                .isGreaterThan(Toy.STEPS);
    }

    /** What has failed once. */
    record Kept(long seed, int steps, String why) {
        static Kept parse(String line) {
            String[] words = line.strip().split("\\s+", 3);
            return new Kept(Long.parseLong(words[0]), Integer.parseInt(words[1]), words[2]);
        }

        @Override
        public String toString() {
            return "%d: %s".formatted(seed, why);
        }
    }

    static Stream<Kept> keptSeeds() throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                SimulationTest.class.getResourceAsStream("kept-seeds.txt"), StandardCharsets.UTF_8))) {
            return lines
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Kept::parse)
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("keptSeeds")
    void whatFailedOnceHolds(Kept kept) {
        assertThat(Toy.run(kept.seed(), kept.steps()).steps()).isGreaterThan(kept.steps());
    }

    @Test
    void oneSeedIsOneHistory() {
        long seed = new Random().nextLong();
        Result once = Toy.run(seed, 1500);
        assertThat(Toy.run(seed, 1500)).as("seed %d, run twice", seed).isEqualTo(once);
        assertThat(Toy.run(seed + 1, 1500).digest())
                .as("seeds %d and %d", seed, seed + 1)
                .isNotEqualTo(once.digest());
    }

    /** Whatever differs between processes, identity hashes above all, must not decide anything. */
    @Test
    void oneSeedIsOneHistoryInAnotherProcessToo() throws IOException, InterruptedException {
        long seed = new Random().nextLong();
        String once = Elsewhere.text(Toy.run(seed, 1500));
        Process other = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Elsewhere.class.getName(),
                        Long.toString(seed),
                        "1500")
                .redirectErrorStream(true)
                .start();
        String said = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(other.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(said).as("seed %d", seed).contains(once);
    }

    /** What the other process runs. */
    static final class Elsewhere {
        private Elsewhere() {}

        public static void main(String[] args) {
            System.out.println(text(Toy.run(Long.parseLong(args[0]), Integer.parseInt(args[1]))));
        }

        static String text(Result result) {
            return "history " + result;
        }
    }
}
