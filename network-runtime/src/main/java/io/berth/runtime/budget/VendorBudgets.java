package io.berth.runtime.budget;

import static java.util.Objects.requireNonNull;

import io.berth.runtime.Permits;
import io.berth.runtime.PluginCatalog;
import io.berth.runtime.Timeline;
import io.berth.spi.NetworkException;
import io.berth.spi.NetworkException.Kind;
import io.berth.spi.cloud.Rate;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Budgets of vendor requests: per action a rate, per account a number of requests under way, per service of an account a
 * breaker. A vendor that throttles gets half as many requests, and then slowly more again; one that does not answer is
 * left alone for a while, but for a few tries. Thread-safe; nothing blocks.
 */
public final class VendorBudgets implements Permits {
    /** How long a request has to wait that found every place of its account taken. */
    private static final Duration FOR_A_PLACE = Duration.ofMillis(20);

    /** How long a breaker stays open. */
    private static final Duration OPEN = Duration.ofSeconds(10);

    private record Account(String cloud, String name) {}

    private record Service(String cloud, String account, Class<?> port) {}

    private final Function<Budget, Rate> rates;
    private final int underWay;
    private final LongSupplier nanos;
    private final Map<Budget, ActionBudget> actions = new HashMap<>();
    private final Map<Account, Integer> running = new HashMap<>();
    private final Map<Service, CircuitBreaker> breakers = new HashMap<>();
    private final Map<Service, Long> openSince = new HashMap<>();

    /**
     * @param rates what an action may be asked for, by who knows the vendor's limits
     * @param underWay how many requests an account may have under way, at least 1
     * @param nanos monotonic time
     */
    public VendorBudgets(Function<Budget, Rate> rates, int underWay, LongSupplier nanos) {
        this.rates = requireNonNull(rates, "rates is null");
        this.nanos = requireNonNull(nanos, "nanos is null");
        this.underWay = underWay;
        if (underWay < 1) {
            throw new IllegalArgumentException("An account needs a place for at least 1 request, got " + underWay);
        }
    }

    /** The vendors' published limits, and 50 requests under way for each account. */
    public static VendorBudgets of(PluginCatalog catalog, Timeline timeline) {
        return new VendorBudgets(catalog::rate, 50, timeline::nanos);
    }

    @Override
    public synchronized Duration acquire(Budget budget) {
        Account account = new Account(budget.cloud(), budget.account());
        if (running.getOrDefault(account, 0) >= underWay) {
            return FOR_A_PLACE;
        }
        CircuitBreaker breaker = breaker(budget);
        if (!breaker.tryAcquirePermission()) {
            long since = openSince.getOrDefault(service(budget), nanos.getAsLong());
            long left = since + OPEN.toNanos() - nanos.getAsLong();
            return left > 0 ? Duration.ofNanos(left) : FOR_A_PLACE;
        }
        Duration wait = action(budget).acquire();
        if (wait.isZero()) {
            running.merge(account, 1, Integer::sum);
        } else {
            breaker.releasePermission();
        }
        return wait;
    }

    @Override
    public synchronized void ended(Budget budget, Optional<NetworkException> fault) {
        running.computeIfPresent(
                new Account(budget.cloud(), budget.account()), (account, count) -> count > 1 ? count - 1 : null);
        CircuitBreaker breaker = breaker(budget);
        Optional<NetworkException> silence = fault.filter(VendorBudgets::isSilence);
        if (silence.isPresent()) {
            breaker.onError(0, TimeUnit.NANOSECONDS, silence.get());
        } else {
            breaker.onSuccess(0, TimeUnit.NANOSECONDS);
        }
        if (breaker.getState() == State.OPEN) {
            openSince.putIfAbsent(service(budget), nanos.getAsLong());
        } else {
            openSince.remove(service(budget));
        }
        fault.filter(f -> f.kind() == Kind.THROTTLED)
                .ifPresent(throttled -> action(budget).throttled(throttled.retryAfter()));
    }

    /** The part of its rate that an action has now, 1 where nobody has throttled it. */
    public synchronized double share(Budget budget) {
        return action(budget).share();
    }

    /** The other side did not answer as it should; what it refuses with good reason is an answer. */
    private static boolean isSilence(NetworkException fault) {
        return fault.kind() == Kind.UNAVAILABLE || fault.kind() == Kind.OUTCOME_UNKNOWN;
    }

    private static Service service(Budget budget) {
        return new Service(budget.cloud(), budget.account(), budget.port());
    }

    private ActionBudget action(Budget budget) {
        return actions.computeIfAbsent(
                budget, unknown -> new ActionBudget(unknown.toString(), rates.apply(unknown), nanos));
    }

    private CircuitBreaker breaker(Budget budget) {
        return breakers.computeIfAbsent(service(budget), this::breaker);
    }

    private CircuitBreaker breaker(Service service) {
        return CircuitBreaker.of(
                service.toString(),
                CircuitBreakerConfig.custom()
                        .slidingWindow(10, 5, SlidingWindowType.COUNT_BASED)
                        .failureRateThreshold(80)
                        .waitDurationInOpenState(OPEN)
                        .permittedNumberOfCallsInHalfOpenState(2)
                        .clock(new MonotonicClock(nanos))
                        .build());
    }
}
