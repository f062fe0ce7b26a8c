package io.berth.runtime;

import io.berth.spi.Holder;
import io.berth.spi.Identity;
import io.berth.spi.Numbers;
import io.berth.spi.PodRef;
import io.berth.spi.PoolId;
import io.berth.spi.PortSpace;
import io.berth.spi.Taken;
import io.berth.spi.Wish;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The whole ledger operation in one load balancer of 500 numbers that is half full: a number is taken for a pod, kept,
 * and given back; the holder of each key is recorded.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class KeyLedgerBenchmark {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Random random = new Random(1);
    private final KeyLedger ledger =
            new KeyLedger(EngineSettings.defaults(new Identity("cluster", "operator")), random);
    private final List<PoolId> candidates = List.of(new PoolId("lb", "cloud", "main", "balancer-0"));
    private final Wish wish = new Wish(List.of(Set.of(PortSpace.TCP)), Numbers.of(7_000, 7_499), Wish.Spread.FIRST_FIT);
    private final List<Holder> holders = IntStream.range(0, 1_024)
            .mapToObj(i -> (Holder) new Holder.Pod(
                    new PodRef("games", "game-" + i, new UUID(random.nextLong(), random.nextLong()).toString())))
            .toList();
    private int next;
    private long now;

    @Setup
    public void fill() {
        for (int i = 0; i < 250; i++) {
            take(holders.get(i));
        }
        next = 250;
    }

    private Taken.Granted take(Holder holder) {
        KeyLedger.Session session = ledger.session(holder, now);
        if (session.take(candidates, wish) instanceof Taken.Granted granted) {
            session.keep(granted.keys());
            return granted;
        }
        throw new IllegalStateException("The pool is full");
    }

    private Holder someone() {
        next = next == 1_023 ? 250 : next + 1;
        return holders.get(next);
    }

    @Benchmark
    public Taken takeAndGiveBack() {
        Holder holder = someone();
        Taken.Granted granted = take(holder);
        ledger.giveBack(holder, granted.keys(), false, now);
        return granted;
    }

    /** The same with the rest of a minute that a key has, at one pod a second: 60 keys rest. */
    @Benchmark
    public Taken takeAndGiveBackToRest() {
        now += SECOND;
        Holder holder = someone();
        Taken.Granted granted = take(holder);
        ledger.giveBack(holder, granted.keys(), true, now);
        return granted;
    }
}
