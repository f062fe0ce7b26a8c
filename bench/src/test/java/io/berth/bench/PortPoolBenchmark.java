package io.berth.bench;

import io.berth.runtime.pool.PortPool;
import io.berth.runtime.pool.PortPools;
import io.berth.spi.Key;
import io.berth.spi.Numbers;
import io.berth.spi.PoolId;
import io.berth.spi.PortSpace;
import io.berth.spi.Taken;
import io.berth.spi.Wish;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One pod's port is taken from the first pool that has room and given back. All pools but the last are full; the last
 * one has as many free numbers as {@link #filled} leaves.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class PortPoolBenchmark {
    /** Pools x numbers of each. */
    @Param({"1x200", "1x500", "10x500", "100x500", "10x65535", "100x65535"})
    public String size = "";

    /** Percent of the last pool's numbers that are held. */
    @Param({"50", "99", "100"})
    public int filled;

    private final Random random = new Random(1);
    private final PortPools pools = new PortPools(random::nextInt);
    private List<PoolId> candidates = List.of();
    private Wish wish = new Wish(List.of(Set.of(PortSpace.TCP)), Numbers.of(1, 1), Wish.Spread.FIRST_FIT);

    @Setup
    public void fill() {
        String[] parts = size.split("x", 2);
        int count = Integer.parseInt(parts[0]);
        int numbers = Integer.parseInt(parts[1]);
        int first = numbers == 65_535 ? 1 : 7_000;
        // Copied, as the records do that settings and parameters are decoded to.
        candidates = List.copyOf(IntStream.range(0, count)
                .mapToObj(i -> new PoolId("lb", "cloud", "main", "balancer-" + i))
                .toList());
        wish = new Wish(wish.slots(), Numbers.of(first, first + numbers - 1), wish.spread());
        for (int i = 0; i < count; i++) {
            PortPool pool = pools.pool(candidates.get(i));
            int free = i < count - 1 ? 0 : numbers - (int) ((long) numbers * filled / 100);
            for (int number = first; number < first + numbers; number++) {
                pool.hold(PortSpace.TCP, number);
            }
            random.ints(first, first + numbers)
                    .distinct()
                    .limit(free)
                    .forEach(number -> pool.giveBack(PortSpace.TCP, number));
        }
    }

    /** With a full last pool it is the refusal, with the reasons of each pool, that is measured. */
    @Benchmark
    public Taken takeAndGiveBack() {
        Taken taken = pools.take(candidates, wish);
        if (taken instanceof Taken.Granted granted) {
            for (Key key : granted.keys()) {
                if (key instanceof Key.Port port) {
                    pools.pool(port.pool()).giveBack(port.space(), port.number());
                }
            }
        }
        return taken;
    }
}
