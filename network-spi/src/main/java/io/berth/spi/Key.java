package io.berth.spi;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One thing that only one holder may have. {@link Object#toString()} is its one canonical text, as it is stored in claims:
 * segments that are percent-encoded and joined by {@code /}; {@link #parse} reads it back.
 */
public sealed interface Key {
    /** The pool that the key belongs to, if it belongs to one. */
    Optional<PoolId> inPool();

    /**
     * A number of a pool: {@code lb/volcengine/main/clb-1/tcp/7000}.
     *
     * @param number 1 to 65535
     */
    record Port(PoolId pool, PortSpace space, int number) implements Key {
        public Port {
            requireNonNull(pool, "pool is null");
            requireNonNull(space, "space is null");
            if (number < 1 || number > 65_535) {
                throw new IllegalArgumentException("A port is 1 to 65535, got " + number);
            }
        }

        @Override
        public Optional<PoolId> inPool() {
            return Optional.of(pool);
        }

        @Override
        public String toString() {
            return KeyText.port(this);
        }
    }

    /** A member of a pool that has an id of its own: {@code eip/aws/main/pool-1/eipalloc-1}. */
    record Member(PoolId pool, String id) implements Key {
        public Member {
            requireNonNull(pool, "pool is null");
            requireNonNull(id, "id is null");
            if (id.isEmpty()) {
                throw new IllegalArgumentException("A member of pool %s needs an id".formatted(pool));
            }
            KeyText.checkSegment(id);
        }

        @Override
        public Optional<PoolId> inPool() {
            return Optional.of(pool);
        }

        @Override
        public String toString() {
            return KeyText.join(pool.kind(), pool.cloud(), pool.account(), pool.id(), id);
        }
    }

    /**
     * The promise of a member whose id the far side has still to choose: {@code eip/aws/main/pool-1/pending/5f0c}. A
     * claim holds it from before the first request on and until it names the id. As long as it is held, no member of
     * the pool is given to anybody else: it might be the one.
     *
     * @param token by which the claim's own request is told from others, and its outcome found again
     */
    record Pending(PoolId pool, String token) implements Key {
        public Pending {
            requireNonNull(pool, "pool is null");
            requireNonNull(token, "token is null");
            KeyText.checkSegment(token);
        }

        @Override
        public Optional<PoolId> inPool() {
            return Optional.of(pool);
        }

        @Override
        public String toString() {
            return KeyText.pending(this);
        }
    }

    /**
     * Whatever else only one may have: {@code host/game0.example.com/%2F}. Keys of kinds that this version does not
     * know are read as names too, so that they stay held.
     *
     * @param segments at least one, none of them empty. Not four of them, nor five that end in a port space and a
     *     number, or in {@code pending} and a token: those are the keys of pools
     */
    record Name(String kind, List<String> segments) implements Key {
        public Name {
            requireNonNull(kind, "kind is null");
            segments = List.copyOf(segments);
            if (kind.isEmpty() || segments.isEmpty()) {
                throw new IllegalArgumentException("A name needs a kind and at least one segment");
            }
            List<String> all = new ArrayList<>(segments);
            all.add(0, kind);
            all.forEach(KeyText::checkSegment);
            if (KeyText.isPooled(all)) {
                throw new IllegalArgumentException("%s would be read as a key of a pool".formatted(all));
            }
        }

        @Override
        public Optional<PoolId> inPool() {
            return Optional.empty();
        }

        @Override
        public String toString() {
            return KeyText.name(this);
        }
    }

    /** @throws IllegalArgumentException if the text is not a key's canonical text */
    static Key parse(String text) {
        return KeyText.parse(text);
    }
}
