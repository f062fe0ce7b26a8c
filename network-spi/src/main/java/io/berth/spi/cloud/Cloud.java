package io.berth.spi.cloud;

import io.berth.spi.ReadPort;
import java.time.Duration;
import java.util.Optional;

/**
 * One account of one cloud: an adapter from the vendor's SDK to the ports. Its ports are synchronous, safe for several
 * threads, make one vendor request a method, wait for no state, and throw nothing but
 * {@link io.berth.spi.NetworkException}.
 */
public interface Cloud extends AutoCloseable {
    /** The port of this type, if this cloud has it. The same one each time. */
    <P> Optional<P> port(Class<P> type);

    /**
     * How long after a write a read of this port may still not show it. "Not there" is proof only in a read that began
     * later than this after the last write.
     */
    Duration readDelay(Class<? extends ReadPort> port);

    @Override
    void close();
}
