package io.berth.runtime;

import io.berth.spi.NetworkException;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How a call that blocks has ended. */
sealed interface Outcome<T> {
    record Done<T>(T value) implements Outcome<T> {
        @Override
        public <R> R fold(Cases<T, R> cases) {
            return cases.done().apply(value);
        }
    }

    record Failed<T>(NetworkException fault) implements Outcome<T> {
        @Override
        public <R> R fold(Cases<T, R> cases) {
            return cases.failed().apply(fault);
        }
    }

    /** Not sent for want of a permit. */
    record Early<T>(NotYet notYet) implements Outcome<T> {
        @Override
        public <R> R fold(Cases<T, R> cases) {
            return cases.early().apply(notYet);
        }
    }

    /** A plugin, a cloud or the engine broke its contract. */
    record Broken<T>(RuntimeException error) implements Outcome<T> {
        @Override
        public <R> R fold(Cases<T, R> cases) {
            return cases.broken().apply(error);
        }
    }

    record Cases<T, R>(
            Function<T, R> done,
            Function<NetworkException, R> failed,
            Function<NotYet, R> early,
            Function<RuntimeException, R> broken) {}

    <R> R fold(Cases<T, R> cases);

    /** Errors pass: after one of those nothing is sure any more. */
    static <T> Outcome<T> of(Callable<T> call) {
        try {
            return new Done<>(call.call());
        } catch (NetworkException e) {
            return new Failed<>(e);
        } catch (NotYet e) {
            return new Early<>(e);
        } catch (RuntimeException e) {
            return new Broken<>(e);
        } catch (Exception e) {
            return new Broken<>(new IllegalStateException(e));
        }
    }

    /** What went wrong, or null. */
    static @Nullable NetworkException faultOf(Outcome<?> outcome) {
        return outcome instanceof Failed<?> failed ? failed.fault() : null;
    }
}
