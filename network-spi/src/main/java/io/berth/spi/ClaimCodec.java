package io.berth.spi;

import static java.util.Objects.requireNonNull;

/**
 * How a plugin's claim is written inside the engine's envelope. The keys stand in the envelope too, so that they stay
 * held where the plugin is missing.
 */
public interface ClaimCodec<C> {
    /** The version that {@link #write} writes, from 1 on. */
    int version();

    /** A JSON object on one line. Equal claims give equal texts. */
    String write(C claim);

    /**
     * @param version of the writer; older ones are read too
     * @param json a JSON object
     * @throws IllegalArgumentException if it cannot be read; the keys stay held all the same
     */
    C read(int version, String json);

    /** For a plugin that claims nothing. */
    static <C> ClaimCodec<C> none() {
        return new ClaimCodec<>() {
            @Override
            public int version() {
                return 1;
            }

            @Override
            public String write(C claim) {
                throw new IllegalStateException("This plugin claims nothing, got " + requireNonNull(claim));
            }

            @Override
            public C read(int version, String json) {
                throw new IllegalArgumentException("This plugin claims nothing");
            }
        };
    }
}
