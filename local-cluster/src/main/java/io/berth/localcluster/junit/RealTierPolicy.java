package io.berth.localcluster.junit;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What to do about the real control plane. */
enum RealTierPolicy {
    /** Missing programs fail the tests. */
    REQUIRED,
    /** Missing programs skip the tests. */
    OPTIONAL,
    /** The tests are skipped. */
    OFF;

    static RealTierPolicy parse(String variable, @Nullable String value) {
        if (value == null || value.isBlank()) {
            return OPTIONAL;
        }
        return Arrays.stream(values())
                .filter(policy -> policy.word().equals(value.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The environment variable " + variable + " is \""
                        + value
                        + "\". Set it to one of "
                        + Arrays.stream(values()).map(RealTierPolicy::word).collect(Collectors.joining(", "))
                        + ", or unset it for " + OPTIONAL.word() + "."));
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
