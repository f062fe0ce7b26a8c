package io.berth.runtime;

import io.berth.spi.Holder;
import io.berth.spi.Identity;
import io.berth.spi.Key;
import io.berth.spi.PodRef;
import io.berth.spi.PoolId;
import io.berth.spi.PortSpace;
import java.lang.management.ManagementFactory;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/**
 * What the heap keeps per claim of one key: the key, its holder with all its strings, and their places in the ledger.
 * Measured as the difference that 100,000 of them make, 500 on each balancer.
 */
public final class ClaimHeap {
    private static final int CLAIMS = 100_000;
    private static final int ON_EACH = 500;

    private ClaimHeap() {}

    public static double bytesPerClaim() {
        Random random = new Random(1);
        KeyLedger ledger = new KeyLedger(EngineSettings.defaults(new Identity("cluster", "operator")), random);
        // So that what is loaded with the first claim is not counted.
        hold(ledger, random, CLAIMS);
        long before = used();
        for (int i = 0; i < CLAIMS; i++) {
            hold(ledger, random, i);
        }
        double bytes = (double) (used() - before) / CLAIMS;
        if (ledger.holderOf(key(CLAIMS - 1)).isEmpty()) {
            throw new IllegalStateException("The claims are gone");
        }
        return bytes;
    }

    private static void hold(KeyLedger ledger, Random random, int i) {
        PodRef pod = new PodRef("games", "game-" + i, new UUID(random.nextLong(), random.nextLong()).toString());
        if (!ledger.hold(new Holder.Pod(pod), Set.of(key(i)))) {
            throw new IllegalStateException("Key %d is held".formatted(i));
        }
    }

    private static Key key(int i) {
        PoolId pool = new PoolId("lb", "cloud", "main", "balancer-" + i / ON_EACH);
        return new Key.Port(pool, PortSpace.TCP, 7_000 + i % ON_EACH);
    }

    /** After as many collections as it takes until nothing more goes. */
    private static long used() {
        long least = Long.MAX_VALUE;
        for (int same = 0; same < 3; ) {
            System.gc();
            long now = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            same = now < least ? 0 : same + 1;
            least = Math.min(least, now);
        }
        return least;
    }

    public static void main(String[] args) {
        System.out.printf(
                "%nRetained heap per claim of one key, with its holder: %.0f B (target 300 B), of %,d claims.%n",
                bytesPerClaim(), CLAIMS);
    }
}
