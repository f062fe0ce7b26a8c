package io.berth.tck.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The kit as tests: extend it, and answer {@link #fixture()}. Every theme is a factory of its own, so that one can be
 * run alone.
 */
public abstract class PluginKit {
    /** Asked once per theme. */
    protected abstract PluginFixture fixture();

    /** All checks, for hosts without JUnit. */
    public static List<Check> checks(PluginFixture fixture) {
        List<Check> all = new ArrayList<>();
        for (Theme theme : Theme.values()) {
            all.addAll(checks(fixture, theme));
        }
        return List.copyOf(all);
    }

    /** The checks of one theme. */
    public static List<Check> checks(PluginFixture fixture, Theme theme) {
        return switch (theme) {
            case CONFIG -> ConfigChecks.of(fixture);
            case PROPOSE -> {
                List<Check> both = new ArrayList<>(ProposalChecks.of(fixture));
                both.addAll(CodecChecks.of(fixture));
                yield List.copyOf(both);
            }
            case DECIDE -> DecisionChecks.of(fixture);
            case RECONCILE -> ReconcileChecks.of(fixture);
            case RELEASE -> ReleaseChecks.of(fixture);
            case RESTART -> RestartChecks.of(fixture);
            case CRASH -> CrashChecks.of(fixture);
            case CONCURRENCY -> ConcurrencyChecks.of(fixture);
        };
    }

    private Stream<DynamicTest> tests(Theme theme) {
        return checks(fixture(), theme).stream()
                .map(check ->
                        DynamicTest.dynamicTest(check.name(), () -> check.body().run()));
    }

    @TestFactory
    Stream<DynamicTest> config() {
        return tests(Theme.CONFIG);
    }

    @TestFactory
    Stream<DynamicTest> propose() {
        return tests(Theme.PROPOSE);
    }

    @TestFactory
    Stream<DynamicTest> decide() {
        return tests(Theme.DECIDE);
    }

    @TestFactory
    Stream<DynamicTest> reconcile() {
        return tests(Theme.RECONCILE);
    }

    @TestFactory
    Stream<DynamicTest> release() {
        return tests(Theme.RELEASE);
    }

    @TestFactory
    Stream<DynamicTest> restart() {
        return tests(Theme.RESTART);
    }

    @TestFactory
    Stream<DynamicTest> crash() {
        return tests(Theme.CRASH);
    }

    @TestFactory
    Stream<DynamicTest> concurrency() {
        return tests(Theme.CONCURRENCY);
    }
}
