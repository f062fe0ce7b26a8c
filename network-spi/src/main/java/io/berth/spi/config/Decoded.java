package io.berth.spi.config;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What a schema made of the pairs: the value, or every problem. */
public sealed interface Decoded<T> {
    record Good<T>(T decoded) implements Decoded<T> {
        public Good {
            requireNonNull(decoded, "decoded is null");
        }

        @Override
        public <R> R fold(Function<T, R> value, Function<List<Problem>, R> problems) {
            return value.apply(decoded);
        }
    }

    record Bad<T>(List<Problem> problems) implements Decoded<T> {
        public Bad {
            problems = List.copyOf(problems);
            if (problems.isEmpty()) {
                throw new IllegalArgumentException("A refusal needs a problem");
            }
        }

        @Override
        public <R> R fold(Function<T, R> value, Function<List<Problem>, R> problems) {
            return problems.apply(this.problems);
        }
    }

    <R> R fold(Function<T, R> value, Function<List<Problem>, R> problems);

    default Optional<T> value() {
        return fold(Optional::of, problems -> Optional.empty());
    }

    default List<Problem> problems() {
        return fold(value -> List.of(), Function.identity());
    }
}
