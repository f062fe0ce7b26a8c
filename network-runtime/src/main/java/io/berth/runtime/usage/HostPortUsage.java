package io.berth.runtime.usage;

import io.berth.spi.ContainerPort;
import io.berth.spi.NodeView;
import io.berth.spi.Numbers;
import io.berth.spi.PodRef;
import io.berth.spi.PodView;
import io.berth.spi.Protocol;
import io.berth.spi.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;

public final class HostPortUsage implements Usage {
    public HostPortUsage(IntUnaryOperator start) {}

    public void seen(PodView pod, Optional<String> id) {}

    public void gone(PodRef pod) {}

    public void node(NodeView node) {}

    public void nodeGone(String name) {}

    public void expire(Instant now) {}

    public void answered(String id, List<ContainerPort> ports, Instant until) {}

    @Override
    public int schedulableNodes() {
        return 0;
    }

    @Override
    public int count(Protocol p, int n) {
        return 0;
    }

    @Override
    public Optional<List<Integer>> leastUsed(Numbers numbers, List<Set<Protocol>> slots) {
        return Optional.empty();
    }
}
