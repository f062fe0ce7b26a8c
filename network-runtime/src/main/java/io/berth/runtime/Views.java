package io.berth.runtime;

import io.berth.spi.Held;
import io.berth.spi.Key;
import io.berth.spi.Seen;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** What a plugin is shown of a holder. */
final class Views {
    private Views() {}

    static <P, C, F> Held<C, F> held(Core core, PodFile file, Bound<P, C, F> bound) {
        Set<Key> keys = file.stored.isPresent() ? file.heldKeys() : bound.specKeys;
        return new Held<>(
                file.holder, bound.claim, keys, Optional.ofNullable(file.pod), core.nodeOf(file), bound.reply);
    }

    static <P, C, F> Seen<F> seen(Core core, Held<C, F> held, Bound<P, C, F> bound) {
        Duration delay = core.catalog.readDelay(bound.type.plugin().pools(held), bound.type.ports());
        boolean proof = bound.isFresh() && bound.observedAt - bound.lastSendAt >= delay.toNanos();
        return new Seen<>(bound.facts, proof, bound.lastFault);
    }
}
